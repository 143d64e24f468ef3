import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Holder } from '../../src/generated/lock.js';
import type { Exit } from './program.js';
import type { Town } from './town.js';

/** What a process that ended as it should must not leave: its temp files and its lock. */
export async function leftBehind({ runDir }: Town, { pid }: Exit): Promise<string[]> {
  const names = await readdir(runDir, { recursive: true });
  const temps = names.filter((name) => name.includes(`.${pid}-`) && name.endsWith('.tmp'));
  const locks = (await readLocks(runDir)).filter(({ holder }) => holder?.pid === pid);
  return [...temps, ...locks.map(({ name }) => name)].map((name) => `${name} was left behind`);
}

/** Whatever was done to its process, a lock that can be seen says whose it is. */
export async function namelessLocks({ runDir }: Town): Promise<string[]> {
  const locks = await readLocks(runDir);
  return locks.filter(({ holder }) => !holder).map(({ name }) => `${name} does not say whose it is`);
}

async function readLocks(runDir: string): Promise<{ name: string; holder: Holder | undefined }[]> {
  const dir = join(runDir, 'shards');
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.lock'));
  return Promise.all(names.map(async (name) => ({ name, holder: holderIn(await readFile(join(dir, name), 'utf8')) })));
}

function holderIn(text: string): Holder | undefined {
  try {
    return JSON.parse(text.split('\n', 1)[0] ?? '') as Holder;
  } catch {
    return undefined;
  }
}
