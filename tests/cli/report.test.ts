import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

const factors = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
`;
const contrast = `declared:
  contrasts: [{ factor: moderation, levels: [none, strict] }]
`;

const finishedStudy = madeOnce(() => studyWith(contrast));

async function studyWith(declared: string) {
  const project = await townHallProject();
  await project.edit('discussions:\n', `${factors}${declared}discussions:\n`);
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

  test('when the reference is in another script, then a note says that its diversity is no finding', async () => {
    await using project = await finishedStudy();
    const corpus = Array.from({ length: 12 }, (_, row) => `d${row % 6},p${row % 3},図書館は日曜日に`);
    await writeIn(project.dir, { 'human.csv': ['discussion_id,actor,text', ...corpus].join('\n') });
    const { stdout } = await syndisco(['report', '-c', project.config, '--reference', join(project.dir, 'human.csv')]);

    expect(stdout).toContain('6 of 6 pairs of comments of the reference have no token of a–z or 0–9');
  });

  test('when the config has changed since the run, then contrasts, pairing and the designed figures are those of the plan', async () => {
    await using project = await finishedStudy();
    const before = (await syndisco(['report', '-c', project.config, '--json'])).stdout;
    await project.edit('levels: [none, strict]', 'levels: [strict, none]');
    await project.edit('seed: 7', 'seed: 7\ndesign: independent');
    await project.edit('num_turns: 5', 'num_turns: 9');
    const report = JSON.parse((await syndisco(['report', '-c', project.config, '--json'])).stdout) as Report;

    expect(report.manipulation).toEqual((JSON.parse(before) as Report).manipulation);
    expect(report.effects).not.toHaveLength(0);
    expect(new Set(report.effects.map(({ design, status }) => `${design} ${status}`))).toEqual(
      new Set(['paired exploratory']),
    );
    expect(report.effects.every(({ p }) => p === undefined)).toBe(true);
    expect(report.notes.join(' ')).toContain('The config no longer has the contrasts that were frozen with the plan');
  });

  test('when the seed of the config has changed since the run, then seed and intervals are still those of the run', async () => {
    await using project = await finishedStudy();
    const before = (await syndisco(['report', '-c', project.config, '--json'])).stdout;
    await project.edit('seed: 7', 'seed: 8');

    expect((await syndisco(['report', '-c', project.config, '--json'])).stdout).toBe(before);
    expect(before).toContain('"seed":7');
  });

  test('when a contrast is added after the run, then it is computed, as exploratory', async () => {
    await using project = await studyWith('');
    await project.edit(
      'discussions:\n',
      'declared: { contrasts: [{ factor: moderation, levels: [strict, none] }] }\ndiscussions:\n',
    );
    const report = JSON.parse((await syndisco(['report', '-c', project.config, '--json'])).stdout) as Report;

    expect(new Set(report.effects.map(({ contrast, status }) => `${contrast} ${status}`))).toEqual(
      new Set(['moderation: strict → none exploratory']),
    );
    expect(report.notes.join(' ')).toContain('added after the plan was frozen');
  });
});

interface Report {
  manipulation: object[];
  effects: { contrast: string; design: string; status: string; p?: number }[];
  notes: string[];
}
