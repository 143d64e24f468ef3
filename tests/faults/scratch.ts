import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A folder that goes with `emptyScratch`. */
export async function scratch(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-faults-'));
  made.push(dir);
  return dir;
}

export async function emptyScratch(): Promise<void> {
  await Promise.all(made.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
}
