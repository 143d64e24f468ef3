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
import { isWholeLabel, joinLabels, splitLabel, type LabelMetric, type LabelSpecification } from '../label.js';
import { untilAborted } from '../until-aborted.js';
import type { AnswerTokens } from './answer-tokens.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { ChatFormat } from './chat-format.js';
import type { DrawnReply, Reply } from './drawn-reply.js';
import { LabelScoring } from './label-scoring.js';
import { LabelWriting } from './label-writing.js';
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
  /** The tokens that a label may go on with. */
  answerTokens: AnswerTokens;
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
  const { tokens } = prompt;
  const asked = { request: fitted, signal, onStart };
  const decode = (reply: DrawnReply | LabelScoring): Promise<Reply> => untilAborted(decoder.decode(reply), signal);
  const speak = (): Promise<Reply> => {
    const { stopTexts, stopTokens } = format;
    const endTokens = new Set([...loaded.endTokens, ...stopTokens]);
    return decode(new Speech({ ...asked, prompt: tokens, tokenizer, endTokens, stopTexts }));
  };
  const write = (metric: LabelMetric): Promise<Reply> => {
    const start = tokenizer.encode(`{${JSON.stringify(metric.name)}:`, { add_special_tokens: false });
    return decode(new LabelWriting({ ...asked, ...engine, prompt: [...tokens, ...start], metric }));
  };
  const reply = await answerLabel<Reply>(request.label, {
    speak: (label) => (label ? writeOpen(engine, label, write) : speak()),
    score: (label) => {
      const countTokens = countWith(tokenizer);
      return decode(new LabelScoring({ ...asked, prompt: tokens, label, trie: engine.trieOf(label), countTokens }));
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

/** One metric at a time, in an object of its own. Throws `RefusedRequest` for listed values, which are too many to be scored. */
async function writeOpen(
  engine: Engine,
  label: LabelSpecification,
  write: (metric: LabelMetric) => Promise<Reply>,
): Promise<Reply> {
  const { listed, open } = splitLabel(label);
  if (listed.length > 0) engine.trieOf(listed);
  const replies: Reply[] = [];
  for (const metric of open) replies.push(await write(metric));
  const text = replies.reduce((all, reply) => joinLabels(all, reply.text) ?? all, '{}');
  const cut = replies.find(({ finish_reason: reason }) => reason === 'length');
  return {
    text,
    finish_reason: cut?.finish_reason ?? 'stop',
    completion_tokens: replies.reduce((sum, { completion_tokens: tokens }) => sum + (tokens ?? 0), 0),
    ...(!replies.every((reply) => isWholeLabel(reply.text)) && {
      raw_text: replies.map((reply) => reply.text).join('\n'),
    }),
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
