/**
 * A journal line is one JSON object whose last key `sum` is the first 16 hex digits of SHA-256(sum of the line above +
 * bytes of this line without `sum`). So a line is valid only if it is unchanged, complete and in its place in its file.
 */
import { createHash } from 'node:crypto';
import type { JournalCompletion, JournalDone, JournalLine, JournalOpen } from '../../generated/journal-line.js';
import { hasShape } from '../check-shape.js';
import { parseJson } from '../disk/read-whole.js';
import { longestLine } from '../disk/read-lines.js';

export type LineBody = Omit<JournalOpen, 'sum'> | Omit<JournalCompletion, 'sum'> | Omit<JournalDone, 'sum'>;

/** The `above` of the first line. */
export const chainStart = '';

const tailPattern = /^,"sum":"([0-9a-f]{16})"\}$/;
const tailLength = ',"sum":"0123456789abcdef"}'.length;

export function encodeLine(above: string, body: LineBody): { bytes: Buffer; sum: string } {
  const text = JSON.stringify(body);
  const sum = chainSum(above, Buffer.from(text));
  const bytes = Buffer.from(`${text.slice(0, -1)},"sum":"${sum}"}\n`);
  if (bytes.length > longestLine) throw new RangeError(`a journal line of ${bytes.length} bytes is too long`);
  return { bytes, sum };
}

/** The line, or undefined if it is not exactly as written after a line with the sum `above`. */
export function decodeLine(above: string, bytes: Buffer): JournalLine | undefined {
  const cut = Math.max(0, bytes.length - tailLength);
  const sum = tailPattern.exec(bytes.toString('latin1', cut))?.[1];
  if (sum === undefined) return undefined;
  const body = Buffer.concat([bytes.subarray(0, cut), Buffer.from('}')]);
  if (chainSum(above, body) !== sum) return undefined;
  // A correct sum does not prove that the JSON is ours: another program may have written the file.
  const line = parseJson(bytes);
  return hasShape('journal-line', line) ? line : undefined;
}

function chainSum(above: string, body: Buffer): string {
  return createHash('sha256').update(above).update(body).digest('hex').slice(0, 16);
}
