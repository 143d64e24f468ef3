import { APIError } from 'openai';
import { NoCompletion } from './judge-failure.js';
import { isMapping, isOurs } from './read-answer.js';
import { mostBytes } from './read-body.js';
import { readEvents, type Chunks } from './read-events.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/** What has come of a reply. */
interface Assembly {
  parts: unknown[];
  message: Record<string, unknown>;
  /** What its pieces have been so far. */
  form: 'none' | 'deltas' | 'messages';
  choice: Record<string, unknown> | undefined;
  model?: unknown;
  usage?: unknown;
  /** The usage is that of the whole reply: it came with its end or after it. */
  isCounted: boolean;
  /** Characters of text. */
  length: number;
  isDone: boolean;
}

/**
 * The chat completion that a stream of server-sent events amounts to, in the form of one that comes as a whole. Calls
 * `onToken` once, at the first piece of a reply or a thought. Throws what the stream reports as an error, and
 * NoCompletion for a stream that breaks off or is none.
 */
export async function assembleStream(chunks: Chunks, onToken: () => void): Promise<object> {
  const nothing = { form: 'none', choice: undefined, length: 0, isCounted: false, isDone: false } as const;
  const assembly: Assembly = { parts: [], message: {}, ...nothing };
  let hasBegun = false;
  for await (const data of readEvents(chunks)) {
    if (data.trim() === '[DONE]') assembly.isDone = true;
    else addEvent(assembly, parseEvent(data));
    if (!hasBegun && isBegun(assembly)) {
      hasBegun = true;
      onToken();
    }
    if (assembly.isDone || (isFinished(assembly) && assembly.isCounted)) break;
  }
  if (!assembly.isDone && !isFinished(assembly)) throw new NoCompletion('the stream broke off before the reply ended');
  const { model, usage, choice, message, parts, form } = assembly;
  const choices = choice ? [form === 'none' ? choice : { ...choice, message: { ...message, content: parts } }] : [];
  return { model, usage, choices };
}

function isBegun({ length, message }: Assembly): boolean {
  return length > 0 || message['reasoning'] === true;
}

function isFinished({ choice }: Assembly): boolean {
  return typeof choice?.['finish_reason'] === 'string';
}

function parseEvent(data: string): object {
  let event: unknown;
  try {
    event = parseForeignJson(data);
  } catch {
    throw new NoCompletion('the stream contains an event that is not JSON', data);
  }
  if (!isMapping(event)) throw new NoCompletion('the stream contains an event that is no object', data);
  return event;
}

function addEvent(assembly: Assembly, event: object): void {
  const { error, model, usage, choices }: Record<string, unknown> = { ...event };
  if (error !== undefined && error !== null) throw reported(error);
  if (typeof model === 'string' && model !== '') assembly.model ??= model;
  const ours = Array.isArray(choices) ? choices.find(isOurs) : undefined;
  if (ours) addChoice(assembly, { ...ours });
  if (!isMapping(usage)) return;
  assembly.usage = usage;
  assembly.isCounted = isFinished(assembly);
}

function addChoice(assembly: Assembly, { delta, message, ...choice }: Record<string, unknown>): void {
  const told = Object.entries(choice).filter(([, value]) => value !== null);
  assembly.choice = { ...assembly.choice, ...Object.fromEntries(told) };
  if (isMapping(delta)) {
    assembly.form = 'deltas';
    addPiece(assembly, { ...delta });
  } else if (isMapping(message) && (assembly.form !== 'deltas' || assembly.parts.length === 0)) {
    takeMessage(assembly, { ...message });
  }
}

/** A message has the whole reply so far. After one it can only continue it: half a reply must not be taken for one. */
function takeMessage(assembly: Assembly, message: Record<string, unknown>): void {
  const before = textOf(assembly);
  Object.assign(assembly, { form: 'messages', parts: [], message: {}, length: 0 });
  addPiece(assembly, message);
  if (!textOf(assembly).startsWith(before)) throw new NoCompletion('the stream contains two messages');
}

function textOf({ parts }: Assembly): string {
  return parts.map((part) => (isText(part) ? part.text : '')).join('');
}

function addPiece(assembly: Assembly, piece: Record<string, unknown>): void {
  addContent(assembly, piece['content'] ?? '');
  addRefusal(assembly, piece['refusal']);
  const { message } = assembly;
  if (piece['reasoning'] || piece['reasoning_content']) message['reasoning'] = true;
  if (Array.isArray(piece['tool_calls']) && piece['tool_calls'].length > 0) message['tool_calls'] = [true];
  if (piece['function_call']) message['function_call'] = true;
  if (assembly.length > mostBytes) throw new NoCompletion('the reply does not end');
}

function addContent(assembly: Assembly, content: unknown): void {
  if (typeof content === 'string') {
    addText(assembly, content);
    return;
  }
  if (!Array.isArray(content)) throw new NoCompletion("the message's content is not text");
  const parts: unknown[] = content;
  assembly.parts.push(...parts);
  assembly.length += JSON.stringify(parts).length;
}

function addRefusal(assembly: Assembly, refusal: unknown): void {
  if (typeof refusal !== 'string' || refusal === '') return;
  const { refusal: before = '' } = assembly.message;
  assembly.message['refusal'] = `${typeof before === 'string' ? before : ''}${refusal}`;
  assembly.length += refusal.length;
}

function addText(assembly: Assembly, text: string): void {
  const last = assembly.parts.at(-1);
  if (isText(last)) last.text += text;
  else if (text !== '') assembly.parts.push({ type: 'text', text });
  assembly.length += text.length;
}

function isText(part: unknown): part is { type: 'text'; text: string } {
  return isMapping(part) && 'type' in part && part.type === 'text' && 'text' in part && typeof part.text === 'string';
}

/** As the same error would be thrown before a stream, if it has a status. */
function reported(error: unknown): Error {
  const { code, type, message }: Record<string, unknown> = isMapping(error) ? { ...error } : { message: String(error) };
  const isStatus = typeof code === 'number' && code >= 400 && code < 600;
  const status = isStatus ? code : /invalid_?request|bad_?request/i.test(String(type)) ? 400 : undefined;
  const told = isMapping(error) ? error : { message };
  return status === undefined
    ? new APIError(undefined, told, undefined, undefined)
    : APIError.generate(status, { error: told }, undefined, new Headers());
}
