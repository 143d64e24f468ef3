import { InvalidArgumentError } from 'commander';
import { defaultSet, isSetName } from '../default-set.js';
import type { FailureLimit, RunRules } from '../run/run-rules.js';
import { slurmShard } from './slurm-shard.js';

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
/** The longest delay of a timer. */
const longestMs = 24 * unitMs.d;

/** `23h50m`, `90s`, or a plain number of seconds; in milliseconds. */
export function parseDuration(text: string): number {
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part || 0));
  const composed = days * unitMs.d + hours * unitMs.h + minutes * unitMs.m + seconds * unitMs.s;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : composed;
  const isDuration = text !== '' && (parts.length > 0 || /^\d+(\.\d+)?$/.test(text));
  if (isDuration && ms <= longestMs) return ms;
  throw new InvalidArgumentError(
    isDuration ? 'The maximum is 24 days.' : 'Expected a duration such as 23h50m, 90s or 90.',
  );
}

/** A name that can be part of a folder name. */
export function parseName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'Expected at most 40 letters, digits, dots, hyphens and underscores, starting with a letter or digit.',
  );
}

/** The name of an annotation set: a folder, a part of job ids, and a value in the data set. */
export function parseSetName(text: string): string {
  if (isSetName(text)) return text;
  throw new InvalidArgumentError(
    text === defaultSet
      ? `${defaultSet} is the annotation set without a name: leave out --as.`
      : 'Expected at most 24 lowercase letters and digits, with single dots, hyphens or underscores between them.',
  );
}

export function parsePositive(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('Expected a number greater than 0.');
}

/** `2000000`, `500k` or `2M` tokens. */
export function parseTokens(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kKmM]?)$/.exec(text) ?? [];
  const tokens = Math.round(Number(digits) * ({ k: 1e3, m: 1e6 }[unit.toLowerCase()] ?? 1));
  if (tokens >= 1 && Number.isSafeInteger(tokens)) return tokens;
  throw new InvalidArgumentError('Expected a number of tokens such as 2000000, 500k or 2M.');
}

/** A part of a whole, neither nothing nor all. */
export function parseShare(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number > 0 && number < 1) return number;
  throw new InvalidArgumentError('Expected a number between 0 and 1, such as 0.5.');
}

/** `3` jobs, or `5%` of the plan. */
export function parseFailureLimit(text: string): FailureLimit {
  const [, digits, sign] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (digits !== undefined) return { count: Number(digits), unit: sign === '%' ? 'percent' : 'jobs' };
  throw new InvalidArgumentError('Expected a number of jobs, or a percentage such as 5%.');
}

/** `2/8`: the second of eight parts; `auto`: that of this task of a Slurm array. */
export function parseShard(text: string): RunRules['shard'] {
  if (text === 'auto') return slurmShard(process.env);
  const [, index, count] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index <= shard.count) return shard;
  throw new InvalidArgumentError('Expected a part such as 2/8, the second of eight, or auto.');
}
