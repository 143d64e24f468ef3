import {
  leastReply,
  RefusedRequest,
  userMessage,
  type BarePrompt,
  type Completion,
  type PromptSize,
  type Request,
} from './backend.js';

/** A request whose prompt leaves room for its reply. */
export interface FittedPrompt<Prompt> {
  prompt: Prompt;
  /** How many of the oldest history blocks had to go. */
  droppedBlocks: number;
  /** Most tokens of the reply: `max_tokens`, or what the prompt leaves of the context. */
  replyTokens: number;
}

/** What fitting needs to know of an engine: how it lays out a prompt, and what the result weighs in tokens. */
export interface PromptLayout<Prompt> {
  contextTokens: number;
  render: (system: string, user: string) => Prompt;
  tokensOf: (prompt: Prompt) => number;
}

/**
 * Drops the oldest history blocks until the context holds the prompt and the least reply; the reply may then take what
 * is left, at most `max_tokens`.
 * Counts whole rendered prompts, never sums of parts, since a tokenizer joins across their borders.
 * Throws `RefusedRequest` when not even an empty history fits.
 */
export function fitHistory<Prompt>(request: Request, layout: PromptLayout<Prompt>): FittedPrompt<Prompt> {
  const room = layout.contextTokens - leastReply(request);
  const render = (dropped: number): Prompt =>
    layout.render(request.system, userMessage(request, request.history.slice(dropped)));
  const fits = (prompt: Prompt): boolean => layout.tokensOf(prompt) <= room;

  const withRoom = (prompt: Prompt, droppedBlocks: number): FittedPrompt<Prompt> => {
    const left = layout.contextTokens - layout.tokensOf(prompt);
    return { prompt, droppedBlocks, replyTokens: Math.min(request.maxTokens, left) };
  };

  const whole = render(0);
  if (fits(whole)) return withRoom(whole, 0);
  const bare = render(request.history.length);
  if (!fits(bare)) throw refuse(request, layout, layout.tokensOf(bare));

  const droppedBlocks = firstThat((dropped) => fits(render(dropped)), 1, request.history.length);
  return withRoom(render(droppedBlocks), droppedBlocks);
}

/** What the prompt takes before any history. */
export function measureBare<Prompt>(prompt: BarePrompt, layout: PromptLayout<Prompt>): PromptSize {
  const rendered = layout.render(prompt.system, userMessage({ ...prompt, history: [] }));
  return { prompt: layout.tokensOf(rendered), context: layout.contextTokens };
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

function refuse(request: Request, layout: { contextTokens: number }, needed: number): RefusedRequest {
  return new RefusedRequest(
    `the prompt does not fit: without any history it takes ${needed} tokens, and ${leastReply(request)} are kept for the reply, ` +
      `but the context holds ${layout.contextTokens}. Raise ctx_width_tokens, or shorten the persona and the instructions.`,
  );
}
