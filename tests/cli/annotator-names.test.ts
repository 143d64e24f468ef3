import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

const hex = /^[0-9a-f]{8}$/;

async function projectWith(annotators: readonly object[]): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  await writeIn(project.dir, { 'annotators.json': JSON.stringify(annotators) });
  return project;
}

async function run({ config }: Project): Promise<void> {
  const exit = await syndisco(['run', '-c', config]);
  expect(exit.code, exit.stderr).toBe(0);
}

async function annotationsOf({ dir }: Project): Promise<Map<string, Annotation>> {
  const folder = join(dir, 'run/annotations');
  const files = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, JSON.parse(await readFile(join(folder, file), 'utf8')) as Annotation] as const),
    ),
  );
}

/** The part of the job ids that says whose they are. */
function idsIn(annotations: ReadonlyMap<string, Annotation>): string[] {
  return [...new Set([...annotations.keys()].map((file) => file.replace(/^.*?--(.*)\.json$/, '$1')))];
}

describe('annotators without a name of their own', () => {
  it('when eleven annotators have one name, then each is identified by its content', async () => {
    const annotators = Array.from({ length: 11 }, (_, index) => ({ username: 'annotator', age: 20 + index }));
    await using project = await projectWith(annotators);
    await run(project);
    const annotations = await annotationsOf(project);
    expect(annotations.size).toBe(11);
    for (const id of idsIn(annotations)) expect(id).toMatch(hex);
    const [header = [], ...rows] = parseCsv(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    const column = (name: string): Set<string | undefined> => new Set(rows.map((row) => row[header.indexOf(name)]));
    const annotated = (values: Set<string | undefined>): string[] => [...values].flatMap((value) => value || []).sort();
    expect(annotated(column('annotator'))).toEqual(['annotator']);
    expect(annotated(column('annotator_id'))).toEqual(idsIn(annotations).sort());
  });

  it('when a name is unique, then the id uses it, whatever the others are called', async () => {
    await using project = await projectWith([{ username: 'nora' }, { username: '', age: 3 }, { username: '', age: 4 }]);
    await run(project);
    const [nora, ...others] = idsIn(await annotationsOf(project))
      .sort()
      .reverse();
    expect(nora).toBe('nora');
    expect(others).toHaveLength(2);
  });

  it('when annotators have no name, then the prompt gives none, and equal ones are told apart and drawn apart', async () => {
    await using project = await projectWith([{ username: '', age: 40 }, { age: 41 }, { age: 41 }]);
    await run(project);
    const annotations = await annotationsOf(project);
    const ids = idsIn(annotations);
    expect(ids.filter((id) => ids.includes(`${id}.2`))).toHaveLength(1);
    for (const { annotator, annotator_prompt: prompt } of annotations.values()) {
      expect(annotator.name).toBe('');
      expect(prompt).toMatch(/^\S.* Your traits: age: 4\d Your instructions: /);
      expect(prompt).not.toMatch(/Your name is|username/);
    }
    const seeds = [...annotations.values()].map(({ comments }) => comments[0]?.seed);
    expect(new Set(seeds).size).toBe(3);
  });

  it('when an annotator of the same name joins a running study, then the ids of its jobs stay', async () => {
    const first = { username: 'annotator', age: 30 };
    await using project = await projectWith([first]);
    await run(project);
    const before = await annotationsOf(project);
    expect(idsIn(before)).toEqual(['annotator']);
    await writeIn(project.dir, { 'annotators.json': JSON.stringify([{ username: 'annotator', age: 50 }, first]) });
    await project.edit('num_experiments: 1', 'num_experiments: 2');
    const planned = await syndisco(['plan', '-c', project.config, '--json']);
    const states = (JSON.parse(planned.stdout) as { jobs: { kind: string; state: string }[] }).jobs
      .filter(({ kind }) => kind === 'annotation')
      .map(({ state }) => state);
    expect(states.sort()).toEqual(['done', 'new', 'new', 'new']);
    await run(project);
    const after = await annotationsOf(project);
    for (const [file, annotation] of before) expect(after.get(file)).toEqual(annotation);
    expect(after.size).toBe(4);
    const ages = new Map([...after].map(([file, { annotator }]) => [file.split('--')[1], annotator.persona['age']]));
    expect(ages.size).toBe(2);
    expect(ages.get('annotator.json')).toBe(30);
    await run(project);
    expect(await annotationsOf(project)).toEqual(after);
  });
});
