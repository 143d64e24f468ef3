import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { syndisco, townHallProject } from './syndisco.js';

async function ceilingOf(dir: string): Promise<{ limit: number; used: number } | undefined> {
  const status = JSON.parse(await readFile(join(dir, 'run/status.json'), 'utf8')) as {
    token_ceiling?: { limit: number; used: number };
  };
  return status.token_ceiling;
}

it('when the tokens of a run reach its ceiling, then it stops with exit code 75, stays stopped, and goes on under a higher one, with what journals or documents say', async () => {
  await using project = await townHallProject();
  const generate = (ceiling: string) =>
    syndisco([
      'generate',
      '-c',
      project.config,
      '--set',
      'model_parameters.scripted.slots=1',
      '--max-tokens-total',
      ceiling,
    ]);
  const stopped = await generate('3k');
  expect(stopped.code, stopped.stderr).toBe(75);
  expect(stopped.stdout).toContain('Not finished');
  const first = await ceilingOf(project.dir);
  expect(first?.limit).toBe(3000);
  expect(first?.used).toBeGreaterThan(2000);
  expect(first?.used).toBeLessThan(3600);
  const [log = ''] = await readdir(join(project.dir, 'logs'));
  expect(await readFile(join(project.dir, 'logs', log), 'utf8')).toMatch(
    /the 3,000 tokens that --max-tokens-total allows/,
  );
  expect((await syndisco(['status', '-c', project.config])).stdout).toMatch(/tokens +[\d.]+K of 3K/);
  const planned = await syndisco(['plan', '-c', project.config, '--max-tokens-total', '3k', '--calibrate', '1']);
  expect(planned.stdout).toMatch(
    /token ceiling: 3K, of which [\d.]+K are used; the rest needs about .*K, so the run stops/,
  );

  expect((await generate('3k')).code).toBe(75);
  const again = await ceilingOf(project.dir);
  expect(again?.used).toBeLessThan(3600);

  expect((await generate('2M')).code).toBe(0);
  const all = (await ceilingOf(project.dir))?.used;
  await rm(join(project.dir, 'run/journal'), { recursive: true });
  expect((await generate('2M')).code).toBe(0);
  expect((await ceilingOf(project.dir))?.used).toBe(all);
});

it('when the ceiling is no number of tokens, then it is a usage error', async () => {
  await using project = await townHallProject();
  expect((await syndisco(['generate', '-c', project.config, '--max-tokens-total', 'lots'])).code).toBe(64);
});
