import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

const factors = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: { discussions.experiment_variables.include_mod: true }
    instruction:
      plain: {}
      harsh: { annotation.files.instruction_path: instructions/harsh.txt, annotation.repeats: 2 }
`;

async function study(): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  await writeIn(project.dir, {
    'instructions/harsh.txt': 'Be harsh.',
    'town-hall.yml': (await readFile(project.config, 'utf8')) + factors,
  });
  return project;
}

const call = ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco([...args, '-c', config]);

async function namesIn(project: Project, folder: string): Promise<string[]> {
  return (await readdir(join(project.dir, 'run', folder))).filter((name) => name.endsWith('.json')).sort();
}

async function setsOf({ dir }: Project): Promise<Record<string, number>> {
  const [header = [], ...rows] = parseCsv(await readFile(join(dir, 'run/dataset/comments.csv'), 'utf8'));
  const column = header.indexOf('annotation_set');
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column] ?? ''] = (counts[row[column] ?? ''] ?? 0) + 1;
  return counts;
}

describe('a factor of the annotation', () => {
  it('when a study is run, then each discussion is made once and annotated at every level, and exported with all', async () => {
    await using project = await study();
    const plan = await call(project, 'plan');
    expect(plan.stdout).toContain(
      'annotation sets that are made afterwards and not counted here: harsh (see plan --as)',
    );
    const exit = await call(project, 'run');
    expect(exit.code, exit.stderr).toBe(0);
    expect(await namesIn(project, 'discussions')).toHaveLength(2);
    expect(await namesIn(project, 'annotations')).toHaveLength(4);
    const harsh = await namesIn(project, 'annotations/harsh');
    expect(harsh).toHaveLength(8);
    const document = JSON.parse(
      await readFile(join(project.dir, 'run/annotations/harsh', harsh[0] ?? ''), 'utf8'),
    ) as Annotation;
    expect(JSON.stringify(document.annotator_prompt)).toContain('Be harsh.');
    const counts = await setsOf(project);
    expect(Object.keys(counts).sort()).toEqual(['default', 'harsh']);
    expect(counts['harsh']).toBe(2 * (counts['default'] ?? 0));

    const again = await call(project, 'run');
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain('8 of 8 annotations');
  });

  it('when only annotations are asked for, then annotate makes every set, and --as one of them', async () => {
    await using project = await study();
    expect((await call(project, 'generate')).code).toBe(0);
    const one = await call(project, 'annotate', '--as', 'harsh');
    expect(one.code, one.stderr).toBe(0);
    expect(await namesIn(project, 'annotations')).toEqual([]);
    const all = await call(project, 'annotate', '--json');
    const lines = all.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { annotation_set?: string });
    expect(lines.map(({ annotation_set: set }) => set)).toEqual([undefined, 'harsh']);
    expect(await namesIn(project, 'annotations')).toHaveLength(4);
  });

  it('when the instruction of a level is missing, then nothing is made and the key is named', async () => {
    await using project = await study();
    await project.edit('instructions/harsh.txt', 'instructions/harhs.txt');
    const exit = await call(project, 'run');
    expect(exit.code).toBe(66);
    expect(exit.stderr).toContain('town-hall.yml');
    expect(exit.stderr).toContain('annotation.files.instruction_path');
    expect(exit.stderr).toContain('harhs.txt');
    await expect(readdir(join(project.dir, 'run'))).rejects.toThrow();
  });
});
