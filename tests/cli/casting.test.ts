import { appendFile, copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

/** Participants on llama.cpp, trolls and the moderator on transformers, annotators on two scripted models. */
const twoEngines = `
models:
  small:
    general: { library_type: llama_cpp, model_path: small.gguf, max_tokens: 12, ctx_width_tokens: 2048 }
    llama_cpp: { parallel: 1, inference_threads: 1 }
    sampling: { temperature: 0.3 }
  large:
    general: { library_type: transformers, model_path: ${demoOnnx}, max_tokens: 14 }
    transformers: { parallel: 1 }
`;

const casting: readonly (readonly [string, string])[] = [
  ['include_mod: true, num_experiments: 4', 'model: small, include_mod: true, num_experiments: 2'],
  ['turn_taking: { num_turns: 5', 'moderator: { model: large }\n  turn_taking: { num_turns: 3'],
];

async function castProject(
  edits: readonly (readonly [string, string])[] = casting,
): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await copyFile(demoGguf, join(project.dir, 'small.gguf'));
  for (const [from, to] of edits) await project.edit(from, to);
  await appendFile(project.config, twoEngines);
  return project;
}

async function readAll<Document>(dir: string): Promise<Document[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as Document));
}

describe('a model per actor', () => {
  it('when participants and the moderator have models of two engines, then plan prints their loads and every comment its model', async () => {
    await using project = await castProject();
    const planned = await syndisco(['plan', '-c', project.config]);
    expect(planned.stdout, planned.stderr).toContain(
      'loads: 3: small + large (2 discussions), scripted (4 annotations)',
    );
    const run = await syndisco(['run', '-c', project.config]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('loaded       small, large, scripted');
    const discussions = await readAll<Discussion>(join(project.dir, 'run/discussions'));
    for (const { logs, model, models } of discussions) {
      for (const { role, model: name } of logs.slice(1)) expect(name).toBe(role === 'moderator' ? 'large' : 'small');
      expect(model).toMatchObject({ name: 'small', engine: 'llama_cpp' });
      expect(models?.map(({ name, engine }) => [name, engine])).toEqual([
        ['small', 'llama_cpp'],
        ['large', 'transformers'],
      ]);
      expect(models?.every(({ fingerprint }) => fingerprint !== null)).toBe(true);
    }
    expect(await readdir(join(project.dir, 'run/models'))).toHaveLength(3);
    const annotations = await readAll<Annotation>(join(project.dir, 'run/annotations'));
    expect(annotations.map(({ annotator_model: name }) => name)).toEqual(Array(4).fill('scripted'));
  });
});
