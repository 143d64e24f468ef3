import type { Completion } from '../generated/completion.js';
import type { ErrorCode } from '../errors.js';
import type { ModelIdentity, PromptFormat } from '../generated/discussion.js';
import type { Penalties } from '../config/engines/engine.js';
import { longestLabel, type LabelSpecification } from './label.js';

export type { Completion, ModelIdentity, PromptFormat };

export interface Sampling extends Penalties {
  temperature: number;
  topP: number;
  /** 0: no limit. Absent: no limit either, or the server's own. */
  topK?: number;
  /** Likewise. */
  minP?: number;
  /** Unsigned 32-bit. The same request with the same seed gives the same text if it runs alone in the engine. */
  seed: number;
}

/** Identifies a request within its job: `index` is the turn or the comment, `try` counts resamples from 0. */
interface RequestKey {
  index: number;
  try: number;
  /** What is asked beside the turns: a probe, or whether the moderator wants to intervene. `index` is then the coming turn. */
  aside?: string;
}

/** A part of the history: a text that others wrote, or a reply that the actor itself gave. */
export type HistoryBlock = string | { own: string };

/** What an actor is asked: a system text, then an opening, history blocks and a closing line; `turnsOf` makes messages of them. */
export interface Request {
  key: RequestKey;
  /** (place of the job in the plan, index in the job): an engine serves waiting requests in this order. */
  order: readonly [job: number, index: number];
  /** Which of the job's models is asked: its name in `models`; absent for that of `model_parameters`. */
  model?: string;
  /** The part that is the same from turn to turn; the cacheable prefix ends where it ends. */
  system: string;
  /** Comes before the history and is never dropped; may be empty. */
  opening: string;
  /** Oldest first. Blocks that do not fit into the context are dropped from the front. */
  history: readonly HistoryBlock[];
  /** Ends the user message, for example `User anna posted:`. */
  closing: string;
  /** Ends the user's messages before the actor's own replies, where they did not end with `closing`. */
  earlierClosing?: string;
  /** Between the parts of a user message; a blank line if absent. */
  separator?: string;
  /** Whose comment the reply is, which may begin with that name; absent for annotators. */
  speaker?: string;
  sampling: Sampling;
  maxTokens: number;
  /** Generation ends before any of these strings. */
  stop: readonly string[];
  /** The same actor is asked more at this time: all before `closing` is worth keeping. Decides nothing but speed. */
  sharesHistory?: boolean;
  /** The reply must be a label of this form; engines that support it constrain the model to it. */
  label?: LabelSpecification;
}

/** What is read of a request. */
export type Prompt = Pick<
  Request,
  'system' | 'opening' | 'history' | 'closing' | 'earlierClosing' | 'separator' | 'label'
>;

/** A prompt before any history. */
export type BarePrompt = Omit<Prompt, 'history'>;

/** In tokens. */
export interface PromptSize {
  prompt: number;
  /** What prompt and reply share. */
  context: number;
}

/** A prompt as the model reads it. */
export interface ShownPrompt {
  text: string;
  tokens: number;
  /** One of the tokens is a BOS that is not in the text. */
  addsBos?: boolean;
}

/** A reply has room for so many tokens, or for `max_tokens` if that is less: history is dropped for no more than this. */
const leastReplyTokens = 256;

/** Tokens that are kept for the reply, whatever history has to go for them. A label is never cut. */
export function leastReply({ maxTokens, label }: Pick<Request, 'maxTokens' | 'label'>): number {
  return Math.min(maxTokens, label ? Math.max(leastReplyTokens, longestLabel(label)) : leastReplyTokens);
}

/** Thrown by `generate` when trying again cannot help; anything else that it throws is tried again. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    message: string,
    readonly code: ErrorCode = 'SYNDISCO_REQUEST_REFUSED',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Thrown by `generate` when it has itself tried often enough: the request is given up, and not asked again. */
export class ExhaustedRequest extends Error {
  override readonly name = 'ExhaustedRequest';

  constructor(
    message: string,
    readonly tries: number,
  ) {
    super(message);
  }
}

/** A server that does not answer at present. */
export interface ServerTrouble {
  url: string;
  /** Of the first failure since its last answer. */
  since: Date;
  /** The last one; without secrets. */
  failure: string;
}

/** Starts the clock of the run's deadline, and returns what stops it: for a request that goes back into a queue. */
export type OnStart = () => () => void;

/** Completes requests. Its loader throws a `SyndiscoError` if the model cannot be used. */
export interface Backend {
  readonly model: ModelIdentity;
  /** What the model is called where it comes from, beside the name that the config gives it. */
  readonly ownNames?: readonly string[];
  /** Number of requests it can usefully have in flight. */
  readonly slots: number;
  /**
   * Rejects when `signal` aborts. Calls `onStart` when the engine starts to work on the request and not when it queues
   * it: the run's deadline counts from there, and does not apply to a backend that never calls it.
   */
  generate(request: Request, signal: AbortSignal, onStart?: OnStart): Promise<Completion>;
  /** Number of tokens of a text, if the engine can count them. */
  countTokens?(text: string): number;
  /** Whether it still completes anything, where the engine can tell: asked before it is taken for dead. Rejects when `signal` aborts. */
  isAnswering?(signal: AbortSignal): Promise<boolean>;
  /** The servers behind it that do not answer at present. */
  troubles?(): readonly ServerTrouble[];
  /** What a prompt takes as the engine lays it out, where it can tell. */
  measurePrompt?(prompt: BarePrompt): PromptSize;
  /** The exact text that the model reads, where the engine can tell: what a server renders has to be asked for. */
  showPrompt?(prompt: Prompt): ShownPrompt | Promise<ShownPrompt | undefined>;
  /** Whether a text can occur in a reply: a stop string that the tokenizer cannot write never ends one. */
  canWrite?(text: string): boolean;
  /**
   * Why it cannot score labels, for an engine that has to ask; undefined if it can, or if nobody can tell yet. Throws
   * SYNDISCO_LABEL_UNSPELLABLE.
   */
  obstacleToScores?(label: LabelSpecification): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * The messages after the system text, the user's and the actor's in alternation: the first and the last are the user's.
 * Neighbouring texts of others make one message. Every message of the user ends with a closing line, those before the
 * actor's earlier replies too: the roles alternate whatever comes first or last, and a prompt goes on where the one
 * before it and its reply ended.
 */
export function turnsOf(prompt: Omit<Prompt, 'system'>, history: Prompt['history'] = prompt.history): string[] {
  const { opening, closing, earlierClosing = closing, separator = '\n\n' } = prompt;
  const turns: string[] = [];
  let told = opening;
  for (const block of history) {
    if (typeof block === 'string') {
      told += `${block}${separator}`;
      continue;
    }
    turns.push(`${told}${earlierClosing}`, block.own);
    told = '';
  }
  return [...turns, `${told}${closing}`];
}

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A system text and `turnsOf` a prompt as messages. Without a system role, the text precedes that of the first one. */
export function messagesOf(system: string, turns: readonly string[], hasSystemRole: boolean): Message[] {
  const messages = turns.map((content, place): Message => ({ role: place % 2 === 0 ? 'user' : 'assistant', content }));
  if (hasSystemRole) return [{ role: 'system', content: system }, ...messages];
  const [first, ...rest] = messages;
  if (!first || system === '') return messages;
  return [{ ...first, content: `${system}\n\n${first.content}` }, ...rest];
}
