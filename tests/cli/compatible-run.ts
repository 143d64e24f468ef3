import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

/** Writes down what it is asked; says more than one line holds, and answers with a rating. */
const listener = `import { appendFileSync } from 'node:fs';
export const load = () => ({ model: { fingerprint: 'town' }, generate: ({ opening, history, closing, separator = '\\n\\n', stop }) => {
  const text = opening + history.map((block) => block + separator).join('') + closing;
  appendFileSync(new URL('asked.jsonl', import.meta.url), JSON.stringify({ text, stop }) + '\\n');
  return opening === '' ? 'Buses that nobody pays for are paid for by everybody, which is only fair in a town like ours.' : '3';
} });`;

export interface Asked {
  text: string;
  stop: string[];
}

/** Fails when it does not do what is expected. */
export async function run(project: Project, args: readonly string[], code = 0): Promise<Exit> {
  const exit = await syndisco([...args, '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(code);
  return exit;
}

async function documentsIn<Document>({ dir }: Project, folder: string): Promise<Document[]> {
  const names = (await readdir(join(dir, folder))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(dir, folder, name), 'utf8')) as Document),
  );
}

export interface Made {
  discussions: Discussion[];
  annotations: Annotation[];
  /** What the listening engine was asked. */
  asked: Asked[];
}

/** The documents of a run with these changes. */
export async function made(project: Project, ...set: readonly string[]): Promise<Made> {
  await run(project, ['run', ...set.flatMap((one) => ['--set', one])]);
  const lines = await readFile(join(project.dir, 'asked.jsonl'), 'utf8').catch(() => '');
  return {
    discussions: await documentsIn<Discussion>(project, 'run/discussions'),
    annotations: await documentsIn<Annotation>(project, 'run/annotations'),
    asked: lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Asked),
  };
}

export const isOfAnnotator = ({ text }: Asked): boolean => text.startsWith('Conversation so far:');

/** The same project without the behaviours of the original, and with them. */
export async function both(prepare: (project: Project) => Promise<void>): Promise<{ ours: Made; theirs: Made }> {
  await using one = await townHallProject();
  await using other = await townHallProject();
  await prepare(one);
  await prepare(other);
  return { ours: await made(one), theirs: await made(other, 'compatibility=original') };
}

export async function listening(project: Project): Promise<void> {
  await writeIn(project.dir, { 'engine.mjs': listener });
  await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
}
