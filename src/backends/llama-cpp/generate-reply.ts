import type { LlamaModel, Token } from 'node-llama-cpp';
import {
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
import { labelGrammar } from '../label-grammar.js';
import { canScore, sharedLength, type LabelTrie } from '../label-trie.js';
import { splitLabel, type LabelSpecification } from '../label.js';
import type { ChatFormat } from './chat-format.js';
import type { Decoder } from './decode-task.js';
import { scoreLabel } from './score-label.js';
import { TokenReply } from './token-reply.js';

/** A loaded model with what it needs to generate. */
export interface Engine {
  model: LlamaModel;
  format: ChatFormat;
  decoder: Decoder;
  /** The spellings of labels in the model's tokens. */
  trieOf: (label: LabelSpecification) => LabelTrie<Token>;
  contextTokens: number;
  /** The most tokens of thinking before a reply; 0 turns thinking off. */
  thinkingTokens: number;
}

/**
 * Completes one request. With a label there is no thinking: labels are scored where possible, and otherwise held to a
 * grammar, which applies from the first token on.
 */
export async function generateReply(
  anyEngine: Engine,
  request: Request,
  { signal, onStart }: { signal: AbortSignal; onStart: OnStart | undefined },
): Promise<Completion> {
  signal.throwIfAborted();
  const engine = engineFor(anyEngine, request);
  engine.decoder.throwIfClosed();
  const startedAt = performance.now();
  const { model, format, decoder, thinkingTokens, contextTokens } = engine;
  const { prompt, droppedBlocks, replyTokens } = fitHistory(request, renderingOf(engine));
  const asked = {
    order: request.order,
    prompt: prompt.tokens,
    prefixLength: prompt.prefixLength,
    ...(request.sharesHistory && { keptLength: lengthBeforeClosing(engine, request, { prompt, droppedBlocks }) }),
    signal,
    onStart: onStart && once(onStart),
  };
  const { sampling } = request;
  const speak = async (label?: LabelSpecification): Promise<TokenReply['result']> => {
    const { stop, speaker } = request;
    const reply = new TokenReply({
      ...{ model, format, thinkingTokens, startsThinking: prompt.startsThinking },
      request: { stop, maxTokens: replyTokens, ...(speaker !== undefined && { speaker }), ...(label && { label }) },
      roomTokens: contextTokens - prompt.tokens.length,
    });
    const onToken = (token: Token): ReturnType<TokenReply['hear']> => reply.hear(token);
    await decoder.decode({ ...asked, sampling, grammar: label && labelGrammar(label), onToken });
    return reply.result;
  };
  const score = (label: LabelSpecification): ReturnType<typeof scoreLabel> =>
    scoreLabel(engine, { label, sampling }, asked);
  return {
    ...(await answerLabel(request.label, { speak, ...(decoder.canScore && { score }) })),
    prompt_tokens: prompt.tokens.length,
    dropped_blocks: droppedBlocks,
    ...describeRoom(request, replyTokens),
    duration_ms: Math.round(performance.now() - startedAt),
  };
}

/** A label may take two passes. */
function once(start: OnStart): () => void {
  let isStarted = false;
  return () => {
    if (!isStarted) start();
    isStarted = true;
  };
}

/** What is asked of one actor at one time has the history in common: all tokens before the closing line. */
function lengthBeforeClosing(
  engine: Engine,
  request: Request,
  { prompt, droppedBlocks }: { prompt: ReturnType<ChatFormat['render']>; droppedBlocks: number },
): number {
  const turns = turnsOf({ ...request, closing: '9' }, request.history.slice(droppedBlocks));
  const other = renderingOf(engine).render(request.system, turns);
  return Math.max(prompt.prefixLength, sharedLength(prompt.tokens, other.tokens));
}

/** What a prompt takes before any history; what thinking may take is not part of the context that it shares with the reply. */
export function measurePrompt(engine: Engine, prompt: BarePrompt): PromptSize {
  const { listed } = splitLabel(prompt.label ?? []);
  if (listed.length > 0 && canScore(listed)) engine.trieOf(listed); // a label that cannot be spelled is refused before any job
  return measureBare(prompt, renderingOf(engineFor(engine, prompt)));
}

export function showPrompt(engine: Engine, prompt: Prompt): ShownPrompt {
  const { render } = renderingOf(engineFor(engine, prompt));
  const { text, tokens, addsBos } = render(prompt.system, turnsOf(prompt));
  return { text, tokens: tokens.length, addsBos };
}

function engineFor(engine: Engine, { label }: Pick<Request, 'label'>): Engine {
  return label ? { ...engine, thinkingTokens: 0 } : engine;
}

/** Room for thinking is kept whole. */
function renderingOf({
  format,
  contextTokens,
  thinkingTokens,
}: Engine): PromptRendering<ReturnType<ChatFormat['render']>> {
  return {
    contextTokens: contextTokens - thinkingTokens,
    render: (system, turns) => format.render(system, turns, thinkingTokens > 0),
    tokensOf: ({ tokens }) => tokens.length,
  };
}
