/**
 * Locks with the same stem are numbered: `1-of-1.lock`, `1-of-1.2.lock` … and only the highest number is valid. A stale
 * lock is never removed to make room: another process may have replaced it a moment ago, and we would remove its lock.
 * Instead it is superseded by exclusively creating the next number, which only one process can win.
 * The first line of the file identifies the holder; the length of the file is the heartbeat.
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
  /** `1-of-4`, or the name being claimed. */
  stem: string;
  suffix: '.lock' | '.claim';
}

/** An existing lock. */
export interface SeenLock {
  path: string;
  number: number;
  /** Absent while the lock is being written, or if it is damaged. */
  holder?: Holder;
  /** In bytes; grows with every beat. */
  length: number;
}

/** The valid lock, if any. */
export async function newestLock(place: LockPlace): Promise<SeenLock | undefined> {
  const newest = (await lockNumbers(place)).at(-1);
  return newest === undefined ? undefined : readLock(place, newest);
}

/** In ascending order. */
export async function lockNumbers({ files, dir, stem, suffix }: LockPlace): Promise<number[]> {
  const numbers = (await files.list(dir)).flatMap((name) => {
    if (!name.startsWith(stem) || !name.endsWith(suffix)) return [];
    const middle = name.slice(stem.length, -suffix.length);
    if (middle === '') return [1];
    return /^\.[1-9]\d*$/.test(middle) ? [Number(middle.slice(1))] : [];
  });
  return numbers.sort((one, other) => one - other);
}

/** Undefined if the lock no longer exists. */
export async function readLock(place: LockPlace, number: number): Promise<SeenLock | undefined> {
  const path = lockPath(place, number);
  const bytes = await unless(['ENOENT'], readWhole(place.files, path));
  if (!bytes) return undefined;
  const holder = parseHolder(bytes.toString().split('\n', 1)[0] ?? '');
  return { path, number, length: bytes.length, ...(holder && { holder }) };
}

/** The open file to write beats to, or undefined if another process was first. The lock is complete once visible. */
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

/** Without links. A kill between create and write leaves an empty lock, which others treat as unknown until stale. */
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
