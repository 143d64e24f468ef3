import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpool, spoolPattern } from '../../src/store/disk/spool.js';

/** In a container, the next process often has the same number. */
test('when a killed process with the same number has left lines, then they are not among those of this one', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-spool-'));
  try {
    const left = join(dir, `.spool-${process.pid}-000000`);
    await mkdir(left);
    for (let bucket = 0; bucket < 64; bucket += 1) await writeFile(join(left, String(bucket)), 'left\n');
    const spool = await openSpool(dir);
    const lines: string[] = [];
    try {
      for (const key of ['a', 'b', 'c']) await spool.put(key, key);
      expect((await readdir(dir)).filter((name) => spoolPattern.exec(name)?.[1] === `${process.pid}`)).toHaveLength(2);
      for await (const bucket of spool.buckets()) lines.push(...bucket);
    } finally {
      await spool.close();
    }
    expect(lines.sort()).toEqual(['a', 'b', 'c']);
    expect(await readdir(dir)).toEqual([`.spool-${process.pid}-000000`]);
  } finally {
    await rm(dir, { recursive: true });
  }
});
