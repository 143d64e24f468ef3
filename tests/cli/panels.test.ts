import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

const panel = JSON.stringify(['omar', 'nora'].map((username) => ({ username, age: 40 })));

async function panelProject(settings = ''): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await writeIn(project.dir, { 'annotators.json': panel });
  await project.edit('annotation:\n', `annotation:\n${settings}`);
  return project;
}

async function run(project: Project, ...args: string[]): Promise<void> {
  const exit = await syndisco(['run', '-c', project.config, ...args]);
  expect(exit.code, exit.stderr).toBe(0);
}

async function annotations({ dir }: Project): Promise<ReadonlyMap<string, Annotation>> {
  const folder = join(dir, 'run/annotations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Annotation;
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

async function dataset({ dir }: Project): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = parseCsv(await readFile(join(dir, 'run/dataset/comments.csv'), 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

describe('repeats of annotations', () => {
  it('when repeats are added, then what was annotated stays, and each repeat is another draw of the same coder', async () => {
    await using project = await panelProject();
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    await run(project);
    const once = await annotations(project);
    await run(project, '--set', 'annotation.repeats=3');
    const thrice = await annotations(project);
    expect([...thrice.keys()]).toEqual(
      ['nora', 'omar'].flatMap((name) => ['--r2', '--r3', ''].map((end) => `town-hall-0001--${name}${end}.json`)),
    );
    for (const [file, annotation] of once) expect(thrice.get(file)).toEqual(annotation);
    const seeds = [...thrice.values()].map(({ comments }) => comments[0]?.seed);
    expect(new Set(seeds).size).toBe(6);
    const rows = (await dataset(project)).filter((row) => row['annotator'] !== '');
    expect([...new Set(rows.map((row) => `${row['annotator_id']} ${row['repeat']}`))].sort()).toEqual(
      ['nora', 'omar'].flatMap((name) => [1, 2, 3].map((repeat) => `${name} ${repeat}`)),
    );
  });
});

describe('a sample of the discussions', () => {
  it('when a fifth is annotated, then the data set tells what was not sampled from what is missing', async () => {
    await using project = await panelProject('  sample: { fraction: 0.2, by: condition }\n');
    await project.edit('num_experiments: 4', 'num_experiments: 10');
    await run(project);
    const made = await annotations(project);
    expect(made.size).toBe(4); // two of ten discussions, two annotators
    for (const { inclusion_probability: probability } of made.values()) expect(probability).toBe(0.2);
    const rows = await dataset(project);
    expect(new Set(rows.map((row) => row['inclusion_probability']))).toEqual(new Set(['0.2']));
    const sampled = new Set([...made.values()].map((annotation) => annotation.conv_id));
    for (const row of rows) {
      expect(row['is_sampled']).toBe(String(sampled.has(row['discussion_id'] ?? '')));
      if (row['is_sampled'] === 'false') expect(row['annotation']).toBe('');
    }
  });

  it('when the study and then the fraction grow, then what is annotated stays, and the probability is the new one', async () => {
    await using project = await panelProject('  sample: { fraction: 0.2 }\n');
    await project.edit('num_experiments: 4', 'num_experiments: 5');
    await run(project);
    const first = await annotations(project);
    expect(first.size).toBe(2);
    await project.edit('num_experiments: 5', 'num_experiments: 10');
    await run(project);
    const grown = await annotations(project);
    expect(grown.size).toBe(4);
    await project.edit('fraction: 0.2', 'fraction: 0.4');
    await run(project);
    const more = await annotations(project);
    expect(more.size).toBe(8);
    for (const before of [first, grown]) for (const [file, one] of before) expect(more.get(file)).toEqual(one);
    const rows = await dataset(project);
    expect(new Set(rows.map((row) => row['inclusion_probability']))).toEqual(new Set(['0.4']));
  });

  it('when the sample is removed, then all discussions are annotated, with certainty', async () => {
    await using project = await panelProject('  sample: { fraction: 0.2 }\n');
    await project.edit('num_experiments: 4', 'num_experiments: 5');
    await run(project);
    await project.edit('  sample: { fraction: 0.2 }\n', '');
    await run(project);
    expect((await annotations(project)).size).toBe(10);
    const annotated = (await dataset(project)).filter((row) => row['annotation'] !== '');
    expect(new Set(annotated.map((row) => `${row['is_sampled']} ${row['inclusion_probability']}`))).toEqual(
      new Set(['true 1']),
    );
  });

  it('when the sample draws no discussion, then a warning says so, and the data set says that none is sampled', async () => {
    await using project = await panelProject('  sample: { fraction: 0.0001 }\n');
    await project.edit('num_experiments: 4', 'num_experiments: 2');
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('0 of 0 (annotation.sample draws none of the discussions)');
    const said = (await dataset(project)).map((row) => `${row['is_sampled']} ${row['inclusion_probability']}`);
    expect(new Set(said)).toEqual(new Set(['false 0.0001']));
  });

  it('when a smaller fraction is asked for, then the plan refuses it', async () => {
    await using project = await panelProject('  sample: { fraction: 0.5 }\n');
    await run(project);
    const exit = await syndisco(['run', '-c', project.config, '--set', 'annotation.sample.fraction=0.25']);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toContain('SYNDISCO_PLAN_SHRANK');
  });
});

describe('repeats of answers that are not drawn', () => {
  it.each([
    ['temperature 0', '  repeats: 2\n  sampling: { temperature: 0 }\n'],
    [
      'label: most_likely',
      '  repeats: 2\n  label: most_likely\n  metrics: { heat: { type: integer, minimum: 1, maximum: 5 } }\n',
    ],
  ])('when %s makes them all the same, then the config is refused at the key', async (cause, settings) => {
    await using project = await panelProject(settings);
    const exit = await syndisco(['validate', '-c', project.config]);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toContain(`town-hall.yml:18:3  annotation.repeats  With ${cause} every repeat`);
  });
});
