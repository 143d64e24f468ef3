import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

const discussion = 'run/discussions/town-hall-0001.json';
const annotation = 'run/annotations/town-hall-0002--nora.json';

const finished = madeOnce(async () => {
  const project = await townHallProject();
  const exit = await syndisco(['run', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  return project;
});

async function edit(project: Project, name: string, change: (text: string) => string): Promise<void> {
  const file = join(project.dir, name);
  const text = await readFile(file, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(file, change(text));
}

const anotherComment = (text: string): string => text.replace('"text": "', '"text": "Frankly, ');
const anotherLabel = (text: string): string => text.replace(/Toxicity=\d/, 'Toxicity=9');
const call = ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco([...args, '-c', config]);

async function filesToldBy(project: Project, ...args: string[]): Promise<string[]> {
  const exit = await call(project, ...args, '--json');
  expect(exit.code, exit.stdout + exit.stderr).toBe(74);
  const line = exit.stderr.split('\n').find((one) => one.startsWith('{"problems"')) ?? '';
  const { problems } = JSON.parse(line) as { problems: { code: string; where: { file: string; job: string } }[] };
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['SYNDISCO_PUBLISHED_CHANGED']));
  for (const { where } of problems) expect(where.file).toContain(`${where.job}.json`);
  return problems.map(({ where }) => where.file.replace(`${project.dir}/`, ''));
}

describe('documents that were edited after they were published', () => {
  test('when a document is published, then its sum is that of the bytes before it', async () => {
    await using project = await finished();
    for (const name of [discussion, annotation]) {
      const text = await readFile(join(project.dir, name), 'utf8');
      const at = text.lastIndexOf(',\n  "sum": ');
      const sum = createHash('sha256').update(text.slice(0, at)).digest('hex');
      expect(text.slice(at)).toBe(`,\n  "sum": "${sum}"\n}\n`);
      expect(Object.keys(JSON.parse(text) as object).slice(-3)).toEqual(['specification', 'job_hash', 'sum']);
      expect(JSON.parse(text)).toMatchObject({ format: 2, specification: { seed: 7 } });
    }
  });

  test('when a comment and a label are changed, then verify, annotate, export and clean name both files', async () => {
    await using project = await finished();
    await edit(project, discussion, anotherComment);
    await edit(project, annotation, anotherLabel);
    const csv = join(project.dir, 'run/dataset/comments.csv');
    const before = await readFile(csv, 'utf8');
    expect(await filesToldBy(project, 'verify')).toEqual([discussion, annotation]);
    expect(await filesToldBy(project, 'export')).toEqual([discussion, annotation]);
    expect(await filesToldBy(project, 'clean')).toEqual([discussion, annotation]);
    expect(await filesToldBy(project, 'annotate')).toEqual([discussion]);
    expect(await filesToldBy(project, 'run')).toEqual([discussion]);
    expect(await readFile(csv, 'utf8')).toBe(before);
    expect(await readdir(join(project.dir, 'run/journal/discussions'))).toHaveLength(4);
  });

  test('when only the sum is taken out, or a byte behind it is added, then that is a change too', async () => {
    await using project = await finished();
    await edit(project, discussion, (text) => text.replace(/,\n {2}"sum": "[0-9a-f]+"/, ''));
    await edit(project, annotation, (text) => `${text}\n`);
    expect(await filesToldBy(project, 'verify')).toEqual([discussion, annotation]);
  });

  test('when an edit is accepted by name, then exactly these bytes are taken, and the output says so', async () => {
    await using project = await finished();
    await edit(project, discussion, anotherComment);
    await edit(project, annotation, anotherLabel);
    const one = await call(project, 'verify', '--accept', 'town-hall-0001', '--accept', 'town-hall-0002--nora');
    expect(one.code, one.stderr).toBe(0);
    expect(one.stdout).toContain('2 accepted edits');
    const exported = await call(project, 'export');
    expect(exported.code, exported.stderr).toBe(0);
    expect(exported.stdout).toContain('2 accepted edits');
    expect(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8')).toContain('Frankly, ');
    expect((await call(project, 'annotate')).code).toBe(78);
    expect((await call(project, 'clean')).code).toBe(0);
    expect(await readdir(join(project.dir, 'run/journal/discussions'))).toEqual(['town-hall-0001.0001.jsonl']);
    const record = JSON.parse(await readFile(join(project.dir, 'run/accepted/0001.json'), 'utf8')) as object;
    expect(record).toMatchObject({ kind: 'discussion', id: 'town-hall-0001' });
    await edit(project, discussion, anotherComment);
    expect(await filesToldBy(project, 'export')).toEqual([discussion]);
  });

  test('when there is nothing to accept under a name, then that is an error', async () => {
    await using project = await finished();
    for (const id of ['town-hall-0001', 'town-hall-0099']) {
      const exit = await call(project, 'verify', '--accept', id);
      expect(exit.code, exit.stderr).toBe(64);
      expect(exit.stderr).toContain(id);
    }
  });
});
