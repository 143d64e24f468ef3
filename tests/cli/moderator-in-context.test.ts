import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

/** A moderator who always says the same, and annotators who repeat what they were shown. */
const engine = `export const load = () => ({ model: { fingerprint: 'town' }, generate: ({ opening, history, closing }) => {
  if (opening !== '') return [...history, closing].join(' | ');
  return closing === 'User moderator posted:' ? 'Please stay polite.' : 'Fewer cars, please.';
} });`;

async function annotated(variables: string): Promise<Annotation[]> {
  await using project = await townHallProject();
  await writeIn(project.dir, { 'engine.mjs': engine });
  await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
  await project.edit('include_mod_comments: true', variables);
  const exit = await syndisco(['run', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  return await annotationsOf(project);
}

async function annotationsOf({ dir }: Project): Promise<Annotation[]> {
  const folder = join(dir, 'run/annotations');
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Annotation));
}

const shown = (annotations: readonly Annotation[]): string =>
  annotations.flatMap(({ logs }) => logs.map(([, said]) => said)).join('\n');
const rated = (annotations: readonly Annotation[]): Set<string> =>
  new Set(annotations.flatMap(({ logs }) => logs.map(([text]) => text)));

describe("the moderator's comments and the annotators", () => {
  it("when the original's include_mod_comments is false, then they are neither annotated nor shown", async () => {
    const annotations = await annotated('include_mod_comments: false');
    expect(rated(annotations)).not.toContain('Please stay polite.');
    expect(shown(annotations)).not.toContain('Please stay polite.');
  });

  it('when they are not annotated but shown, then annotators read them between the others', async () => {
    const annotations = await annotated('annotate_moderator: false');
    expect(rated(annotations)).not.toContain('Please stay polite.');
    expect(shown(annotations)).toContain('User moderator posted:\nPlease stay polite. | User ');
  });

  it('when they are annotated but not shown, then each is read alone among what participants said', async () => {
    const annotations = await annotated('show_moderator_in_context: false');
    expect(rated(annotations)).toContain('Please stay polite.');
    expect(shown(annotations)).not.toContain('Please stay polite. | ');
  });
});
