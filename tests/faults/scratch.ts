import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new AsyncLocalStorage<string[]>();

/** A folder that goes when the work in `inScratch` that asked for it has ended. */
export async function scratch(): Promise<string> {
  const folders = made.getStore();
  if (!folders) throw new Error('a scratch folder outside of inScratch would stay');
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-faults-'));
  folders.push(dir);
  return dir;
}

/** A night of faults would fill the disk if their folders stayed until its end. */
export async function inScratch<Value>(work: () => Promise<Value>): Promise<Value> {
  const folders: string[] = [];
  try {
    return await made.run(folders, work);
  } finally {
    await Promise.all(folders.map((dir) => rm(dir, { recursive: true, force: true, maxRetries: 3 })));
  }
}
