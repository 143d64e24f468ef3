import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import type { BatchAnswer } from '../../backends/openai/batch.js';
import { fail, SyndiscoError } from '../../errors.js';
import { encodingOf } from '../../inputs/comments/decode-file.js';
import { inputCodes } from '../../source/file-codes.js';
import { describeUnreadable, errorCode, isPipe } from '../../source/read-text.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/** The results of batch files, in any order. */
export interface BatchResults {
  answers: Map<string, BatchAnswer>;
  /** Why a request failed, by its id; not those that another file answers. */
  failures: Map<string, string>;
  /** Ids that were answered twice: the first answer counts. */
  twice: number;
  /** Places of lines that are not results, as the last one of a file that was cut. */
  unreadable: string[];
}

export async function readResults(files: readonly string[]): Promise<BatchResults> {
  const results: BatchResults = { answers: new Map(), failures: new Map(), twice: 0, unreadable: [] };
  for (const file of files) await readFile(file, results).catch((error: unknown) => tellUnreadable(file, error));
  for (const id of results.answers.keys()) results.failures.delete(id);
  return results;
}

async function readFile(file: string, results: BatchResults): Promise<void> {
  let line = 0;
  if (await isPipe(file)) throw await unreadable(file, 'A_PIPE');
  for await (const text of createInterface({ input: Readable.from(decode(file)), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const result = parseResult(text.trim());
    if (result === undefined) results.unreadable.push(`${file}:${line}`);
    else if ('isRequest' in result) throw fail(isRequests(file, line));
    else if ('failed' in result) results.failures.set(result.id, result.failed);
    else if (results.answers.has(result.id)) results.twice += 1;
    else results.answers.set(result.id, result.answer);
  }
}

/** UTF-8, or UTF-16 with a byte order mark, as Windows writes what is redirected. A file may be cut within a character. */
async function* decode(file: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of createReadStream(file)) {
    const bytes = chunk as Buffer;
    decoder ??= new TextDecoder(encodingOf(bytes));
    yield decoder.decode(bytes, { stream: true });
  }
}

type Outcome = { answer: BatchAnswer } | { failed: string };
type Result = ({ id: string } & Outcome) | { isRequest: true };

/** `{"id", "custom_id", "response": {"status_code", "body"}, "error"}`; undefined for anything else. */
function parseResult(text: string): Result | undefined {
  const value = parseJson(text);
  const id = at(value, 'custom_id');
  if (typeof id !== 'string') return undefined;
  const [response, error] = [at(value, 'response'), at(value, 'error')];
  if (at(value, 'method') !== undefined && response === undefined) return { isRequest: true };
  return { id, ...readOutcome(at(response, 'status_code'), at(response, 'body'), error) };
}

/** Servers report a failure in the body of the response, and batches that could not ask one beside it. */
function readOutcome(status: unknown, body: unknown, batchError: unknown): Outcome {
  if (status === 200 && at(body, 'choices') !== undefined) return { answer: { body } };
  const error = at(body, 'error') ?? batchError;
  if (at(error, 'code') === 'content_filter') return { answer: { isFiltered: true } };
  const story = at(error, 'message') ?? at(error, 'code') ?? at(body, 'message') ?? 'no completion';
  return { failed: `${status === undefined ? '' : `HTTP ${JSON.stringify(status)}: `}${shorten(story)}` };
}

function shorten(story: unknown): string {
  return (typeof story === 'string' ? story : JSON.stringify(story)).slice(0, 200);
}

function parseJson(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}

async function tellUnreadable(file: string, error: unknown): Promise<never> {
  if (error instanceof Error && 'errno' in error) {
    throw await unreadable(file, errorCode(error));
  }
  throw error;
}

async function unreadable(file: string, reason: string): Promise<SyndiscoError> {
  const codes = { ...inputCodes, relativeTo: 'the folder where the command is run' };
  const named = { path: '--from-batch', where: { file } };
  return new SyndiscoError([await describeUnreadable({ file, codes, named, reason })]);
}

function isRequests(file: string, line: number): Parameters<typeof fail>[0] {
  return {
    code: 'SYNDISCO_BATCH_INVALID',
    what: 'This file has the requests of a batch, not its results.',
    todo: 'Run the batch, and give the file that it writes.',
    where: { file, line, column: 1 },
  };
}
