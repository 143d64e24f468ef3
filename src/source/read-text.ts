import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Problem, Where } from '../errors.js';
import { describeMissingPath } from './describe-missing-path.js';
import type { FileCodes } from './file-codes.js';
import { SourceText } from './source-text.js';

export interface FileToRead {
  /** Absolute. */
  file: string;
  codes: FileCodes;
  maxBytes: number;
  /** The key or option that named the file: errors point there if the file cannot be read at all. */
  named: NamedBy;
}

export interface NamedBy {
  path?: string;
  where: Where;
}

/** `bytes` are the complete file, including a byte order mark. */
export type TextRead =
  { source: SourceText; bytes: Buffer; problem?: never } | { source?: never; bytes?: never; problem: Problem };

/** Reads a UTF-8 text file without its byte order mark. Returns a problem instead of throwing. */
export async function readText(toRead: FileToRead): Promise<TextRead> {
  const { file, codes, maxBytes, named } = toRead;
  try {
    if (await isPipe(file)) return { problem: await describeUnreadable({ file, codes, named, reason: 'A_PIPE' }) };
    const bytes = await readAtMost(file, maxBytes + 1);
    if (bytes.length > maxBytes) return { problem: tooLarge(toRead) };
    if (!isUtf8(bytes)) return { problem: notText(toRead, firstBadByte(bytes), 'bytes that are not UTF-8') };
    // UTF-16 without a byte order mark is valid UTF-8 full of NULs.
    if (bytes.includes(0)) return { problem: notText(toRead, positionOf(bytes, bytes.indexOf(0)), 'a NUL byte') };
    return { source: new SourceText(file, new TextDecoder().decode(bytes)), bytes };
  } catch (error) {
    return { problem: await describeUnreadable({ file, codes, named, reason: errorCode(error) }) };
  }
}

/** A text that stands for a file, as if it had been read. */
export function asRead(file: string, text: string): TextRead {
  return { source: new SourceText(file, text), bytes: Buffer.from(text) };
}

/** Explains why a file or folder cannot be read, at the place that names it. `reason` is the system's errno name. */
export async function describeUnreadable(unread: {
  file: string;
  codes: FileCodes;
  named: NamedBy;
  reason: string;
}): Promise<Problem> {
  const { file, codes, named, reason } = unread;
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return { code: codes.notFound, ...named, ...(await describeMissingPath(file, codes.relativeTo)) };
  }
  const why = reasons[reason] ?? { what: `cannot be read (${reason})`, todo: 'Check the file and the disk.' };
  return { code: codes.unreadable, ...named, what: `${file} ${why.what}.`, todo: why.todo };
}

const reasons: Record<string, { what: string; todo: string }> = {
  EACCES: { what: 'cannot be read: permission denied', todo: 'Change its permissions or those of its parent folders.' },
  EPERM: { what: 'cannot be read: permission denied', todo: 'Change its permissions or those of its parent folders.' },
  EISDIR: { what: 'is a folder; expected a file', todo: 'Give the path of a file inside it.' },
  A_PIPE: {
    what: 'is a named pipe or a socket; expected a file',
    todo: 'Give the path of a file: reading a pipe would wait until another program writes to it.',
  },
  NOT_A_FOLDER: { what: 'is a file; expected a folder', todo: 'Give the path of the folder that contains the files.' },
  ELOOP: {
    what: 'is a symbolic link that points back to itself',
    todo: 'Remove the link, or point it to the real file.',
  },
};

/** The errno name of a system error. Anything else is a bug and is rethrown. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/** Those of a shell, such as `/dev/stdin` and `/dev/fd/63`, are read: somebody writes to them. */
export async function isPipe(file: string): Promise<boolean> {
  if (/^\/(dev|proc)\//.test(file)) return false;
  const stats = await stat(file);
  return stats.isFIFO() || stats.isSocket();
}

/** Bounded, because a path can name an endless device. */
async function readAtMost(file: string, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: bytes - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function tooLarge({ file, codes, maxBytes, named }: FileToRead): Problem {
  const what = `${file} is too large: the limit is ${Math.round(maxBytes / 1024)} KiB.`;
  return { code: codes.tooLarge, ...named, what, todo: 'Check that it is the right file; if so, split it.' };
}

function notText({ file, codes }: FileToRead, at: { line: number; column: number }, found: string): Problem {
  const todo = 'Save it as UTF-8: most editors have "Save with encoding"; on the command line, use iconv or recode.';
  return { code: codes.notUtf8, what: `This file contains ${found}.`, todo, where: { file, ...at } };
}

function firstBadByte(bytes: Buffer): { line: number; column: number } {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const one = bytes.subarray(start, end === -1 ? bytes.length : end);
    // A line break is never part of a multi-byte sequence, so the first invalid line contains the first bad byte.
    if (!isUtf8(one)) return { line, column: validPrefix(one).length + 1 };
    start = end + 1;
  }
}

/**
 * The text before the first bad byte. A replacement character typed by the user would end it early, which is close
 * enough.
 */
function validPrefix(bytes: Buffer): string {
  return new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
}

function positionOf(bytes: Buffer, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset).toString('utf8').split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
