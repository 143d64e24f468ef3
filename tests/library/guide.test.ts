import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runNode } from '../cli/syndisco.js';

const program = join(root, 'examples/library/guide.ts');
const tsx = import.meta.resolve('tsx');

it("when the guide's program runs, then it takes the original's eight steps and makes what they make", async () => {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-guide-'));
  try {
    const exit = await runNode(['--import', tsx, program], { cwd: dir });
    expect(exit.code, exit.stderr).toBe(0);
    for (const topic of ['Should programmers be allowed to analyze data?', 'Should data analysts be allowed to code'])
      expect(exit.stdout).toMatch(new RegExp(`^  (Emma35|Giannis): ${topic.replace('?', '.')}$`, 'm'));
    expect(exit.stdout.match(/^ {2}(Emma35|Giannis): /gm)).toHaveLength(8);
    expect(exit.stdout.match(/^experiment-000[12]/gm)).toHaveLength(4);
    expect(await readdir(join(dir, 'guide/discussions/discussions'))).toHaveLength(2);
    expect(await readdir(join(dir, 'guide/annotations/annotations'))).toHaveLength(2);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}, 180_000);

it('when its steps are read, then they are eight, in order', async () => {
  const steps = (await readFile(program, 'utf8')).match(/^\/\/ \d/gm);
  expect(steps).toEqual(['// 1', '// 2', '// 3', '// 4', '// 5', '// 6', '// 7', '// 8']);
});
