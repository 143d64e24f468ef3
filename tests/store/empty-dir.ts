/** Temporary directories that go away with the test file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

afterAll(async () => {
  for (const dir of made) await rm(dir, { recursive: true, force: true });
});

export async function emptyDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-store-'));
  made.push(dir);
  return dir;
}
