import {
  RefusedRequest,
  turnsOf,
  type BarePrompt,
  type Completion,
  type OnStart,
  type Prompt,
  type PromptSize,
  type Request,
  type ShownPrompt,
} from '../backend.js';
import { describeRoom, fitHistory, measureBare, type PromptRendering } from '../fit-history.js';
import { canScore, openTries, type LabelTrie } from '../label-trie.js';
import type { LabelSpecification } from '../label.js';
import { untilAborted } from '../until-aborted.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { ChatFormat } from './chat-format.js';
import { LabelScoring } from './label-scoring.js';
import type { LoadedModel } from './load-model.js';
import { Speech } from './speech.js';

/** A loaded model with what it needs to generate. */
export interface Engine {
  loaded: LoadedModel;
  format: ChatFormat;
  decoder: BatchDecoder;
  contextTokens: number;
  /** The spellings of labels in the model's tokens. */
  trieOf: (label: LabelSpecification) => LabelTrie;
}

/** Completes one request. */
export async function generateReply(
  engine: Engine,
  request: Request,
  { signal, onStart }: { signal: AbortSignal; onStart?: OnStart | undefined },
): Promise<Completion> {
  const { loaded, format, decoder } = engine;
  signal.throwIfAborted();
  decoder.throwIfClosed();
  const startedAt = performance.now();
  const { prompt, droppedBlocks, replyTokens } = fitHistory(request, renderingOf(engine));
  const fitted = { ...request, maxTokens: replyTokens };
  const { tokenizer } = loaded;
  const { stopTexts } = format;
  const endTokens = new Set([...loaded.endTokens, ...format.stopTokens]);
  const { tokens } = prompt;
  const { label } = request;
  const speech = label
    ? new LabelScoring({
        prompt: tokens,
        label,
        trie: engine.trieOf(label),
        request,
        countTokens: countWith(tokenizer),
        signal,
        onStart,
      })
    : new Speech({ tokenizer, endTokens, stopTexts, prompt: tokens, request: fitted, signal, onStart });
  const reply = await untilAborted(decoder.decode(speech), signal);
  return {
    ...reply,
    prompt_tokens: prompt.tokens.length,
    dropped_blocks: droppedBlocks,
    ...describeRoom(request, replyTokens),
    duration_ms: Math.round(performance.now() - startedAt),
  };
}

/** What a prompt takes before any history. A label that cannot be spelled is refused here, before any job. */
export function measurePrompt(engine: Engine, prompt: BarePrompt): PromptSize {
  if (prompt.label) engine.trieOf(prompt.label);
  return measureBare(prompt, renderingOf(engine));
}

export function showPrompt({ format }: Engine, prompt: Prompt): ShownPrompt {
  const { text, tokens, addsBos } = format.render(prompt.system, turnsOf(prompt));
  return { text, tokens: tokens.length, addsBos };
}

function renderingOf({ format, contextTokens }: Engine): PromptRendering<ReturnType<ChatFormat['render']>> {
  return { contextTokens, render: format.render, tokensOf: ({ tokens }) => tokens.length };
}

/** The tries of a model's own tokens. Throws `RefusedRequest` for a label of too many values: there is no grammar here. */
export function openModelTries({ tokenizer }: LoadedModel): Engine['trieOf'] {
  const trieOf = openTries({
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    decode: (tokens) => tokenizer.decode([...tokens], { clean_up_tokenization_spaces: false }),
  });
  return (label) => {
    if (canScore(label)) return trieOf(label);
    throw new RefusedRequest(
      'the transformers engine scores at most 200 values of a metric, and has no grammar for more',
    );
  };
}

function countWith(tokenizer: LoadedModel['tokenizer']): (text: string) => number {
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).length;
}
