import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

const factors = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
declared:
  contrasts: [{ factor: moderation, levels: [none, strict] }]
`;

async function finishedStudy() {
  const project = await townHallProject();
  await project.edit('discussions:\n', `${factors}discussions:\n`);
  await syndisco(['run', '-c', project.config]);
  return project;
}

describe('syndisco report', () => {
  test('when a study is finished, then it shows flow, manipulation, measures and contrasts, and writes tables', async () => {
    await using project = await finishedStudy();
    const tables = join(project.dir, 'tables');
    const { code, stdout } = await syndisco(['report', '-c', project.config, '--tables', tables]);

    expect(code).toBe(0);
    expect(stdout).toContain('Pilot, not proof');
    expect(stdout).toMatch(/moderation-strict +4 +4 +0 +4 +4/);
    expect(stdout).toMatch(/moderation-none +moderator turns offered +0 +0/);
    expect(stdout).toMatch(/moderation-strict +moderator turns offered +20 +20/);
    expect(stdout).toMatch(/moderation: none → strict +Length of comments +4 pairs/);
    expect(await readdir(tables)).toContain('contrasts-declared.tex');
    expect(await readFile(join(tables, 'flow.md'), 'utf8')).toContain('| moderation-strict | 4 | 4 | 0 | 4 | 4 |');
  });

  test('when it is made twice, then it is the same; a reference adds divergence and detectability', async () => {
    await using project = await finishedStudy();
    const corpus = Array.from({ length: 24 }, (_, row) => `d${row % 6},p${row % 3},"Well, number ${row} is not me!"`);
    await writeIn(project.dir, { 'human.csv': ['discussion_id,actor,text', ...corpus].join('\n') });
    const args = ['report', '-c', project.config, '--json', '--reference', join(project.dir, 'human.csv')];
    const first = await syndisco(args);

    expect(await syndisco(args)).toEqual(first);
    const report = JSON.parse(first.stdout) as { reference: Record<string, unknown>; discussions: number };
    expect(report.discussions).toBe(8);
    expect(report.reference).toMatchObject({ discussions: 6, comments: 24, detectability: { discussions: [8, 6] } });
  });
});
