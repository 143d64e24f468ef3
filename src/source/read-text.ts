import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { Problem, Where } from '../errors.js';
import { describeMissingPath } from './describe-missing-path.js';
import type { FileCodes } from './file-codes.js';
import { SourceText } from './source-text.js';

export interface FileToRead {
  /** Absolute. */
  file: string;
  codes: FileCodes;
  maxBytes: number;
  /** What named the file: that is the place to show when the file cannot be read at all. */
  named: NamedBy;
}

export interface NamedBy {
  path?: string;
  where: Where;
}

/** `bytes` are those of the whole file, its byte order mark included. */
export type TextRead =
  { source: SourceText; bytes: Buffer; problem?: never } | { source?: never; bytes?: never; problem: Problem };

/** A UTF-8 text file, without its byte order mark. Says what is wrong instead of throwing. */
export async function readText(toRead: FileToRead): Promise<TextRead> {
  const { file, codes, maxBytes, named } = toRead;
  try {
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

/** What keeps a file or a folder from being read, in the place that names it. `reason` is the system's errno name. */
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
  EACCES: { what: 'may not be read by you', todo: 'Change its permissions, or those of the folders above it.' },
  EPERM: { what: 'may not be read by you', todo: 'Change its permissions, or those of the folders above it.' },
  EISDIR: { what: 'is a folder, and a file is needed', todo: 'Name a file inside it.' },
  NOT_A_FOLDER: { what: 'is a file, and a folder is needed', todo: 'Name the folder that the files lie in.' },
  ELOOP: {
    what: 'is a symbolic link that leads back to itself',
    todo: 'Remove the link or point it to the real file.',
  },
};

/** The errno name of a system error. Anything else is a bug and goes on its way. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/** Bounded, because a path can name a device that never ends. */
async function readAtMost(file: string, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: bytes - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function tooLarge({ file, codes, maxBytes, named }: FileToRead): Problem {
  const what = `${file} is larger than ${Math.round(maxBytes / 1024)} KiB, the most that is read.`;
  return { code: codes.tooLarge, ...named, what, todo: 'Check that it is the file you meant; split it if it is.' };
}

function notText({ file, codes }: FileToRead, at: { line: number; column: number }, found: string): Problem {
  const todo =
    'Save it as UTF-8: most editors have "Save with encoding"; iconv and recode convert on the command line.';
  return { code: codes.notUtf8, what: `This file holds ${found}.`, todo, where: { file, ...at } };
}

function firstBadByte(bytes: Buffer): { line: number; column: number } {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const one = bytes.subarray(start, end === -1 ? bytes.length : end);
    // A line break is never part of a longer sequence, so the first bad line holds the first bad byte.
    if (!isUtf8(one)) return { line, column: validPrefix(one).length + 1 };
    start = end + 1;
  }
}

/** The text before the first bad byte. A replacement character that the user typed would stop it early, which is close enough. */
function validPrefix(bytes: Buffer): string {
  return new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
}

function positionOf(bytes: Buffer, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset).toString('utf8').split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
