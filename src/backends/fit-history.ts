import {
  leastReply,
  RefusedRequest,
  turnsOf,
  type BarePrompt,
  type Completion,
  type PromptSize,
  type Request,
} from './backend.js';
import { SyndiscoError } from '../errors.js';

/** A prompt that leaves room for the reply. */
export interface FittedPrompt<Prompt> {
  prompt: Prompt;
  /** Number of oldest history blocks that were dropped. */
  droppedBlocks: number;
  /** Most tokens of the reply: `max_tokens`, or what the prompt leaves of the context. */
  replyTokens: number;
}

/** What fitting needs from an engine: how it renders a prompt, and how many tokens the result has. */
export interface PromptRendering<Prompt> {
  contextTokens: number;
  /** Of a system text and `turnsOf` a request. */
  render: (system: string, turns: readonly string[]) => Prompt;
  tokensOf: (prompt: Prompt) => number;
}

/**
 * Drops the oldest history blocks until prompt and reply fit the context together. Counts the tokens of complete
 * prompts, never sums over their parts, since tokens can span the borders between parts. Throws `RefusedRequest` if the
 * prompt does not fit even without history.
 */
export function fitHistory<Prompt>(request: Request, rendering: PromptRendering<Prompt>): FittedPrompt<Prompt> {
  const room = rendering.contextTokens - leastReply(request);
  const render = (dropped: number): Prompt =>
    tryRender(rendering, request.system, turnsOf(request, request.history.slice(dropped)));
  const fits = (prompt: Prompt): boolean => rendering.tokensOf(prompt) <= room;

  const withRoom = (prompt: Prompt, droppedBlocks: number): FittedPrompt<Prompt> => {
    const left = rendering.contextTokens - rendering.tokensOf(prompt);
    return { prompt, droppedBlocks, replyTokens: Math.min(request.maxTokens, left) };
  };

  const whole = render(0);
  if (fits(whole)) return withRoom(whole, 0);
  const bare = render(request.history.length);
  if (!fits(bare)) throw refuse(request, rendering, rendering.tokensOf(bare));

  const droppedBlocks = firstThat((dropped) => fits(render(dropped)), 1, request.history.length);
  return withRoom(render(droppedBlocks), droppedBlocks);
}

/** A chat template may fail on one prompt only, which is then refused like one that does not fit. */
function tryRender<Prompt>({ render }: PromptRendering<Prompt>, system: string, turns: readonly string[]): Prompt {
  try {
    return render(system, turns);
  } catch (error) {
    throw error instanceof SyndiscoError ? new RefusedRequest(error.message, error.code, { cause: error }) : error;
  }
}

/** What the prompt takes before any history. */
export function measureBare<Prompt>(prompt: BarePrompt, rendering: PromptRendering<Prompt>): PromptSize {
  const rendered = rendering.render(prompt.system, turnsOf({ ...prompt, history: [] }));
  return { prompt: rendering.tokensOf(rendered), context: rendering.contextTokens };
}

/** What a completion keeps of the room that its reply had: nothing where that was all of `max_tokens`. */
export function describeRoom(request: Request, replyTokens: number): Pick<Completion, 'max_tokens'> {
  return replyTokens < request.maxTokens ? { max_tokens: replyTokens } : {};
}

/** The smallest number in [from, to] that passes; `to` is known to pass, and so is all above the answer. */
function firstThat(passes: (n: number) => boolean, from: number, to: number): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return to;
}

function refuse(request: Request, rendering: { contextTokens: number }, needed: number): RefusedRequest {
  return new RefusedRequest(
    `the prompt does not fit: without any history it takes ${needed} tokens, and ${leastReply(request)} are kept for the reply, ` +
      `but the context holds ${rendering.contextTokens}. Raise ctx_width_tokens, or shorten the persona and the instructions.`,
  );
}
