import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { parseTable } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

const engine = 'library_type: scripted';
const metrics =
  '  metrics:\n    toxicity: { type: integer, minimum: 1, maximum: 5 }\n    tone: { type: category, values: [calm, very heated] }\n';

async function askForLabels(project: Project): Promise<void> {
  await project.edit('annotation:\n', `annotation:\n${metrics}`);
}

async function annotations({ dir }: Project): Promise<Annotation[]> {
  const folder = join(dir, 'run/annotations');
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Annotation));
}

describe('a study with metrics', () => {
  it('when it is rehearsed, then every label is legal and has its column', async () => {
    await using project = await townHallProject();
    await askForLabels(project);
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const rows = parseTable(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    const rated = rows.filter((row) => row['annotator'] !== '');
    expect(rated.length).toBeGreaterThan(20);
    expect(new Set(rated.map((row) => row['status_toxicity']))).toEqual(new Set(['ok', 'cannot_judge']));
    expect(new Set(rated.map((row) => row['label_tone']))).toEqual(new Set(['calm', 'very heated', '']));
    expect(rated[0]).toMatchObject({
      label_p_toxicity: '{"1":0.166667,"2":0.166667,"3":0.166667,"4":0.166667,"5":0.166667}',
      expected_toxicity: '3',
      legal_mass_toxicity: '1',
      label_p_tone: '{"calm":0.333333,"very heated":0.333333}',
      legal_mass_tone: '1',
    });
    expect(rated[0]).not.toHaveProperty('expected_tone');
  });

  it('when labels are expected values, then they are numbers, of every engine that knows them', async () => {
    await using project = await townHallProject();
    await askForLabels(project);
    await project.edit('annotation:\n', 'annotation:\n  label: expected\n');
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const [annotation] = await annotations(project);
    expect(annotation?.label).toBe('expected');
    expect(annotation?.comments[0]?.labels?.['toxicity']).toBe(3);
  });

  it("when a user's engine answers, then it is given the label's form, and what it says is read or invalid", async () => {
    await using project = await townHallProject();
    await askForLabels(project);
    await project.edit(engine, `library_type: ./engine.mjs`);
    const says = 'label ? `${label[0].name} {"toxicity": ${label[0].values[1]}, "tone": "cold"}` : \'Buses!\'';
    const module = `export const load = () => ({ generate: ({ label }) => ${says} });\n`;
    await writeFile(join(project.dir, 'engine.mjs'), module);
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const [annotation] = await annotations(project);
    expect(annotation?.comments[0]?.labels).toEqual({ toxicity: 2 });
    expect(annotation?.logs[0]?.[1]).toBe('toxicity {"toxicity": 2, "tone": "cold"}');
  });

  it('when the metrics change after labels were made, then the command refuses and points at them', async () => {
    await using project = await townHallProject();
    await askForLabels(project);
    await syndisco(['run', '-c', project.config]);
    await project.edit('maximum: 5', 'maximum: 7');
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toMatch(/town-hall\.yml:\d+:\d+.*annotation\.metrics/);
    expect(exit.stderr).toContain('[SYNDISCO_PLAN_CHANGED]');
  });
});
