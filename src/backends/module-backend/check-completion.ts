import { RefusedRequest, type Completion, type Request } from '../backend.js';
import { ReplyText } from '../reply-text.js';

interface Context {
  file: string;
  request: Request;
  durationMs: number;
}

const finishReasons = ['stop', 'stop_string', 'length', 'no_text', 'content_filter', 'refused', 'failed'] as const;

/**
 * Makes a `Completion` of what a module's `generate` returned: a string, or an object with `text` and any of the other
 * fields. Missing fields get neutral values; the request's stop strings are applied here, whether or not the module did
 * so. Throws `RefusedRequest` for anything else, since a retry cannot fix a module.
 */
export function checkCompletion(answer: unknown, { file, request, durationMs }: Context): Completion {
  const given = typeof answer === 'string' ? { text: answer } : answer;
  if (!isRecord(given) || typeof given['text'] !== 'string') throw wrong(file, `returned ${describe(answer)}`);
  const reply = new ReplyText(request.stop, request.speaker);
  const isStopped = reply.append(given['text']) !== undefined;
  const reason = checkReason(given['finish_reason'], file);
  return {
    text: reply.text,
    ...(isStopped && { raw_text: given['text'] }),
    finish_reason: isStopped ? 'stop_string' : reason,
    prompt_tokens: checkCount(given, 'prompt_tokens', file),
    completion_tokens: checkCount(given, 'completion_tokens', file),
    dropped_blocks: Math.min(checkCount(given, 'dropped_blocks', file) ?? 0, request.history.length),
    duration_ms: checkCount(given, 'duration_ms', file) ?? durationMs,
  };
}

function checkReason(reason: unknown, file: string): Completion['finish_reason'] {
  if (reason === undefined) return 'stop';
  const known = finishReasons.find((one) => one === reason);
  if (known) return known;
  throw wrong(file, `returned finish_reason: ${describe(reason)}; it must be one of ${finishReasons.join(', ')}`);
}

function checkCount(given: Record<string, unknown>, key: string, file: string): number | null {
  const count = given[key] ?? null;
  if (count === null || (typeof count === 'number' && Number.isInteger(count) && count >= 0)) return count;
  throw wrong(file, `returned ${key}: ${describe(count)}; it must be a whole number, at least 0, or be left out`);
}

function wrong(file: string, what: string): RefusedRequest {
  return new RefusedRequest(
    `generate of the backend module ${file} ${what}. Return a string, or an object such as { text: 'Good evening.' }.`,
  );
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return 'an array';
  return isRecord(value) ? `an object with the keys ${Object.keys(value).join(', ') || '(none)'}` : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
