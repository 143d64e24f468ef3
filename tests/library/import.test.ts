import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runNode } from '../cli/syndisco.js';

/** Of this package: what one import brings. Twice an empty Node process has room for it (`npm run bench`). */
const mostFiles = 15;

it('when the library is imported, then no package and no engine is loaded, and few files are', async () => {
  const files = await filesOf(`await import('${join(root, 'dist/index.js')}')`);
  expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
  expect(files.filter((file) => file.includes('/dist/')).length).toBeLessThanOrEqual(mostFiles);
  expect(files.some((file) => file.endsWith('/library/models.js'))).toBe(true);
});

/** The files that a program loads, as V8 counts them. */
async function filesOf(source: string): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-import-'));
  try {
    const exit = await runNode(['--input-type=module', '-e', source], { env: { NODE_V8_COVERAGE: dir } });
    expect(exit.code, exit.stderr).toBe(0);
    const reports = (await readdir(dir)).map((name) => readFile(join(dir, name), 'utf8'));
    const parsed = (await Promise.all(reports)).map((text) => JSON.parse(text) as { result: { url: string }[] });
    return parsed.flatMap(({ result }) => result.map(({ url }) => url)).filter((url) => url.startsWith('file:'));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
