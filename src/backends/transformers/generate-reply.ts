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
import { answerLabel } from '../answer-label.js';
import { describeRoom, fitHistory, measureBare, type PromptRendering } from '../fit-history.js';
import { canScore, openTries, type LabelTrie } from '../label-trie.js';
import { splitLabel, type LabelSpecification } from '../label.js';
import { untilAborted } from '../until-aborted.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { ChatFormat } from './chat-format.js';
import { LabelScoring } from './label-scoring.js';
import type { LoadedModel } from './load-model.js';
import { Speech, type Reply } from './speech.js';
import { readWritten } from './read-written.js';

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
  const speakFrom = (start: string, isOver?: (text: string) => boolean): Promise<Reply> => {
    const begun = start === '' ? tokens : [...tokens, ...tokenizer.encode(start, { add_special_tokens: false })];
    const options = { tokenizer, endTokens, stopTexts, prompt: begun, request: fitted, signal, onStart };
    return untilAborted(decoder.decode(new Speech({ ...options, ...(isOver && { isOver }) })), signal);
  };
  const reply = await answerLabel<Reply>(request.label, {
    speak: (label) => (label ? writeOpen(engine, label, speakFrom) : speakFrom('')),
    score: (label) => {
      const countTokens = countWith(tokenizer);
      const scoring = { prompt: tokens, label, trie: engine.trieOf(label), request, countTokens, signal, onStart };
      return untilAborted(decoder.decode(new LabelScoring(scoring)), signal);
    },
  });
  return {
    ...reply,
    prompt_tokens: prompt.tokens.length,
    dropped_blocks: droppedBlocks,
    ...describeRoom(request, replyTokens),
    duration_ms: Math.round(performance.now() - startedAt),
  };
}

/**
 * There is no grammar: the model goes on from `{"reason": `, one metric at a time, and what it writes there may be
 * invalid. Throws `RefusedRequest` for listed values, which are too many to be scored.
 */
async function writeOpen(
  engine: Engine,
  label: LabelSpecification,
  speakFrom: (start: string, isOver: (text: string) => boolean) => Promise<Reply>,
): Promise<Reply> {
  const { listed, open } = splitLabel(label);
  if (listed.length > 0) engine.trieOf(listed);
  const entries: string[] = [];
  const replies: Reply[] = [];
  for (const { name } of open) {
    const reply = await speakFrom(`{${JSON.stringify(name)}: `, (text) => readWritten(text) !== undefined);
    replies.push(reply);
    const value = readWritten(reply.text);
    if (value !== undefined) entries.push(`${JSON.stringify(name)}: ${value}`);
  }
  return {
    text: `{${entries.join(', ')}}`,
    finish_reason: replies.find(({ finish_reason: reason }) => reason === 'length')?.finish_reason ?? 'stop',
    completion_tokens: replies.reduce((sum, { completion_tokens: tokens }) => sum + (tokens ?? 0), 0),
    ...(entries.length < open.length && { raw_text: replies.map(({ text }) => text).join('\n') }),
  };
}

/** What a prompt takes before any history. A label that cannot be spelled is refused here, before any job. */
export function measurePrompt(engine: Engine, prompt: BarePrompt): PromptSize {
  const { listed } = splitLabel(prompt.label ?? []);
  if (listed.length > 0) engine.trieOf(listed);
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
