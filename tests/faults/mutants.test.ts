import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../cli/syndisco.js';
import { mutants } from './mutants/index.js';

describe('the planted bugs', () => {
  it('when the program changes, then each of them still has its place in it', async () => {
    const lost: string[] = [];
    for (const { name, file, from, also } of mutants) {
      for (const change of [{ file, from }, ...(also ? [also] : [])]) {
        const text = await readFile(join(root, 'build', change.file), 'utf8').catch(() => '');
        if (!text.includes(change.from)) lost.push(`${name}: ${change.file} has no ${change.from}`);
      }
    }
    expect(lost).toEqual([]);
  });
});
