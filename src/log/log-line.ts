import type { LoggingConfig } from './logging-config.js';
import { unprintable } from './printable.js';
import { redact } from '../redact.js';

export interface Entry {
  at: Date;
  level: LoggingConfig['level'];
  text: string;
  job?: string | undefined;
}

/**
 * `2026-02-14T16:20:33.120Z warn  [town-hall-0003] …`: one line for people, the same on the terminal and in the file,
 * that `grep`, `sort` and `cut` can handle.
 */
export function logLine({ at, level, text, job }: Entry): string {
  return `${at.toISOString()} ${level.padEnd(5)} [${onOneLine(job ?? '-')}] ${onOneLine(redact(text))}`;
}

/** The same as a JSON object, for `jq`; `job` is absent where a line belongs to none. */
export function jsonLine({ at, level, text, job }: Entry): string {
  return JSON.stringify({
    at: at.toISOString(),
    level,
    ...(job !== undefined && { job: onOneLine(job) }),
    text: onOneLine(redact(text)),
  });
}

/**
 * Escape sequences that change colours, move the cursor or set the title of a terminal; a line must not be able to hide
 * another.
 */
const terminalSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

function onOneLine(text: string): string {
  return text
    .replace(terminalSequence, '')
    .replace(/\r\n?|\n/g, '\\n')
    .replaceAll('\t', ' ')
    .replace(unprintable, '');
}
