import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runNode } from './syndisco.js';

/** The files that a program loads, as V8 counts them. */
export async function loadedFiles(args: readonly string[]): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-loaded-'));
  try {
    const exit = await runNode(args, { env: { NODE_V8_COVERAGE: dir } });
    expect(exit.code, exit.stderr).toBe(0);
    const reports = (await readdir(dir)).map((name) => readFile(join(dir, name), 'utf8'));
    const parsed = (await Promise.all(reports)).map((text) => JSON.parse(text) as { result: { url: string }[] });
    return parsed.flatMap(({ result }) => result.map(({ url }) => url)).filter((url) => url.startsWith('file:'));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
