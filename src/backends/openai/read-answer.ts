import { NoCompletion } from './judge-failure.js';

/** Token counts, as far as the server gives any that are counts. */
export interface Usage {
  prompt_tokens?: number;
  completion_tokens?: number;
}

/** The parts of a choice that are used. */
export interface Choice {
  message: {
    content: string;
    /** Empty if there is none. */
    refusal: string;
    hasToolCalls: boolean;
    /** The server has separated a thought from the reply. */
    hasThought: boolean;
  };
  finish_reason: string | null;
  /** vLLM reports which stop string matched. */
  stop_reason?: string;
  /** SGLang: a stop string, or an end-of-turn token as a text. */
  matched_stop?: string;
}

export interface Answer {
  choice: Choice;
  usage: Usage;
  /** The model's name, as the server gives it; empty if it gives none. */
  model: string;
}

/** More is the name of no model. */
const longestName = 300;

/** The parts of a chat completion that are used, checked. Throws NoCompletion. */
export function readAnswer(answer: unknown): Answer {
  const choices = propertyOf(answer, 'choices');
  if (!Array.isArray(choices)) throw new NoCompletion('the response is not a chat completion', answer);
  const choice: unknown = choices.find(isOurs) ?? choices[0];
  if (!isMapping(choice)) throw new NoCompletion('the response contains no choice');
  const [reason, stop] = [propertyOf(choice, 'finish_reason'), propertyOf(choice, 'stop_reason')];
  const matched = propertyOf(choice, 'matched_stop');
  const model = propertyOf(answer, 'model');
  return {
    choice: {
      message: readMessage(propertyOf(choice, 'message')),
      finish_reason: typeof reason === 'string' ? reason : null,
      ...(typeof stop === 'string' && { stop_reason: stop }),
      ...(typeof matched === 'string' && { matched_stop: matched }),
    },
    usage: readUsage(propertyOf(answer, 'usage')),
    model: typeof model === 'string' ? model.slice(0, longestName).toWellFormed() : '',
  };
}

/** One reply is asked for: another choice is not ours. Some servers give it no index. */
export function isOurs(choice: unknown): choice is object {
  return isMapping(choice) && !propertyOf(choice, 'index');
}

function readMessage(message: unknown): Choice['message'] {
  if (!isMapping(message)) throw new NoCompletion('the reply has no message');
  const parts = readParts(propertyOf(message, 'content'));
  const refusal = propertyOf(message, 'refusal');
  const calls = propertyOf(message, 'tool_calls');
  return {
    content: textOf(parts, 'text'),
    refusal: typeof refusal === 'string' && refusal !== '' ? refusal : textOf(parts, 'refusal'),
    hasToolCalls: (Array.isArray(calls) && calls.length > 0) || Boolean(propertyOf(message, 'function_call')),
    hasThought: hasThought(message) || parts.some(({ type }) => thoughts.includes(type)),
  };
}

interface Part {
  type: string;
  text?: unknown;
  refusal?: unknown;
}

const thoughts = ['reasoning', 'thinking'];
const known: ReadonlySet<string> = new Set(['text', 'refusal', ...thoughts]);

/** Some servers give the text in parts, as they take it. */
function readParts(content: unknown): Part[] {
  if (content === null || content === undefined) return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  const parts = Array.isArray(content) ? content.map(readPart) : [];
  const isRead = Array.isArray(content) && (content.length === 0 || parts.some(({ type }) => known.has(type)));
  // Nobody has kept silent whose words we cannot read.
  if (!isRead) throw new NoCompletion("the message's content is not text");
  return parts;
}

function readPart(part: unknown): Part {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (!isMapping(part)) return { type: '' };
  const type = propertyOf(part, 'type');
  const kind = typeof type === 'string' && type !== 'output_text' ? type : 'text';
  return { type: kind, text: propertyOf(part, 'text'), refusal: propertyOf(part, 'refusal') };
}

function textOf(parts: readonly Part[], key: 'text' | 'refusal'): string {
  const texts = parts.filter(({ type }) => type === key).map((part) => part[key]);
  return texts.filter((text) => typeof text === 'string').join('');
}

/** Servers that separate the thinking from the reply; the name depends on their version. */
function hasThought(message: object): boolean {
  return ['reasoning_content', 'reasoning'].some((key) => Boolean(propertyOf(message, key)));
}

function readUsage(usage: unknown): Usage {
  return { ...readCount(usage, 'prompt_tokens'), ...readCount(usage, 'completion_tokens') };
}

function readCount(usage: unknown, key: keyof Usage): Usage {
  const count = propertyOf(usage, key);
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? { [key]: count } : {};
}

function propertyOf(value: unknown, key: string): unknown {
  return isMapping(value) ? (Reflect.get(value, key) as unknown) : undefined;
}

export function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
