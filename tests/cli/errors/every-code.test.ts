import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/errors.js';

it('when an error code exists, then a test here reaches it through the command line', async () => {
  const dir = new URL('.//', import.meta.url).pathname;
  const tests = (await readdir(dir)).filter((name) => name.startsWith('bad-'));
  const text = (await Promise.all(tests.map((name) => readFile(dir + name, 'utf8')))).join('\n');
  expect(Object.keys(exitCodeOf).filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
});
