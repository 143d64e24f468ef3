/**
 * Locks with one stem are numbered: `1-of-1.lock`, `1-of-1.2.lock` … and the highest number counts. A stale lock is
 * never removed to make room (another process may have done so a moment ago, and it would remove that one's lock):
 * it is superseded by exclusive create of the next number, which only one process can win.
 * The file holds the owner on its first line; its length is the beat.
 */
import { dirname, join } from 'node:path';
import type { Holder } from '../../generated/lock.js';
import { hasShape } from '../check-shape.js';
import { unless } from '../disk/errno.js';
import type { FilePort, OutputFile } from '../disk/file-port.js';
import { linkOnce } from '../disk/link-once.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import { dropTemp, tempPath } from '../disk/temp-file.js';

export interface LockPlace {
  files: FilePort;
  dir: string;
  /** `1-of-4`, or what is being claimed. */
  stem: string;
  suffix: '.lock' | '.claim';
}

/** A lock that is there. */
export interface SeenLock {
  path: string;
  number: number;
  /** Absent while it is being written, or when it is damaged. */
  holder?: Holder;
  /** Bytes: grows with every beat. */
  length: number;
}

/** The lock that counts, if any. */
export async function newestLock(place: LockPlace): Promise<SeenLock | undefined> {
  const newest = (await lockNumbers(place)).at(-1);
  return newest === undefined ? undefined : readLock(place, newest);
}

/** In rising order. */
export async function lockNumbers({ files, dir, stem, suffix }: LockPlace): Promise<number[]> {
  const numbers = (await files.list(dir)).flatMap((name) => {
    if (!name.startsWith(stem) || !name.endsWith(suffix)) return [];
    const middle = name.slice(stem.length, -suffix.length);
    if (middle === '') return [1];
    return /^\.[1-9]\d*$/.test(middle) ? [Number(middle.slice(1))] : [];
  });
  return numbers.sort((one, other) => one - other);
}

/** Undefined when it has gone. */
export async function readLock(place: LockPlace, number: number): Promise<SeenLock | undefined> {
  const path = lockPath(place, number);
  const bytes = await unless(['ENOENT'], readWhole(place.files, path));
  if (!bytes) return undefined;
  const holder = parseHolder(bytes.toString().split('\n', 1)[0] ?? '');
  return { path, number, length: bytes.length, ...(holder && { holder }) };
}

/** The open file to beat in, or undefined when another process was first. Complete from the moment it can be seen. */
export async function createLock(place: LockPlace, number: number, holder: Holder): Promise<OutputFile | undefined> {
  const path = lockPath(place, number);
  const line = Buffer.from(`${JSON.stringify(holder)}\n`);
  const temp = tempPath(path);
  const file = await place.files.createExclusive(temp);
  try {
    await file.write(line);
    await file.dataSync();
    const linked = await linkOnce(place.files, temp, path);
    if (linked === 'ours') return file;
    await file.close();
    return linked === 'taken' ? undefined : await createPlainly(place.files, path, line);
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  } finally {
    await dropTemp(place.files, temp);
  }
}

export function lockPath({ dir, stem, suffix }: LockPlace, number: number): string {
  return join(dir, number === 1 ? `${stem}${suffix}` : `${stem}.${number}${suffix}`);
}

/** Without links: a kill between the two steps leaves an empty lock, which others wait out. */
async function createPlainly(files: FilePort, path: string, line: Buffer): Promise<OutputFile | undefined> {
  const file = await unless(['EEXIST'], files.createExclusive(path));
  if (!file) return undefined;
  try {
    await file.write(line);
    await file.dataSync();
    await files.syncDir(dirname(path));
    return file;
  } catch (error) {
    await file.close().catch(() => undefined);
    await dropTemp(files, path);
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  const value = parseJson(text);
  return hasShape('lock', value) ? value : undefined;
}
