import { appendFile, copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { startSyndisco, syndisco, townHallProject, type Project } from './syndisco.js';

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

  it(
    'when such a run is killed in the middle, then the same command ends with the documents of an undisturbed run',
    { timeout: 240_000 },
    async () => {
      await using undisturbed = await castProject();
      expect((await syndisco(['generate', '-c', undisturbed.config])).code).toBe(0);
      await using killed = await castProject();
      const { child, exit } = startSyndisco(['generate', '-c', killed.config]);
      await linesIn(join(killed.dir, 'run/journal/discussions'), 5);
      child.kill('SIGKILL');
      expect((await exit).signal).toBe('SIGKILL');
      expect((await syndisco(['generate', '-c', killed.config])).code).toBe(0);
      const said = async ({ dir }: Project): Promise<unknown> => {
        const documents = await readAll<Discussion>(join(dir, 'run/discussions'));
        return documents.map(({ id, logs, models, job_hash: hash }) => ({ id, logs, models, hash }));
      };
      expect(await said(killed)).toEqual(await said(undisturbed));
    },
  );

  it('when annotators have two models, then each reads each discussion with both, and another model adds its own', async () => {
    await using project = await townHallProject();
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    await appendFile(project.config, '  models: [strict, mild]\n');
    const judge = (name: string): string => `  ${name}: { general: { library_type: scripted } }\n`;
    await appendFile(project.config, `models:\n${['strict', 'mild', 'third'].map(judge).join('')}`);
    const run = await syndisco(['run', '-c', project.config]);
    expect(run.code, run.stderr).toBe(0);
    const made = await readAll<Annotation>(join(project.dir, 'run/annotations'));
    expect(made.map(({ id, annotator_model: model }) => [id, model])).toEqual(
      ['nora', 'omar'].flatMap((name) =>
        ['mild', 'strict'].map((model) => [`town-hall-0001--${name}--${model}`, model]),
      ),
    );
    const rows = (await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8')).split('\n');
    expect(rows.filter((row) => row.includes(',strict,'))).toHaveLength(22);
    await project.edit('models: [strict, mild]', 'models: [strict, mild, third]');
    const more = await syndisco(['annotate', '-c', project.config]);
    expect(more.stdout, more.stderr).toContain('6 of 6');
    expect(await readAll(join(project.dir, 'run/annotations'))).toHaveLength(6);
  });

  it('when models differ only in their sampling, then their weights are loaded once, and comments have their names', async () => {
    await using project = await townHallProject();
    await copyFile(demoGguf, join(project.dir, 'small.gguf'));
    await project.edit('num_experiments: 4', 'model: calm, num_experiments: 1');
    await project.edit('turn_taking: { num_turns: 5', 'moderator: { model: wild }\n  turn_taking: { num_turns: 1');
    const model = (temperature: number): string =>
      `{ general: { library_type: llama_cpp, model_path: small.gguf, max_tokens: 5 }, sampling: { temperature: ${temperature} } }`;
    await appendFile(project.config, `models: { calm: ${model(0.1)}, wild: ${model(1.5)} }\n`);
    const exit = await syndisco(['generate', '-c', project.config, '--json']);
    expect(JSON.parse(exit.stdout), exit.stderr).toMatchObject({ exit_code: 0, model_loads: ['calm'] });
    const [discussion] = await readAll<Discussion>(join(project.dir, 'run/discussions'));
    expect(discussion?.logs.map(({ model: name }) => name)).toEqual(['hardcoded', 'calm', 'wild']);
    expect(discussion?.models?.map(({ name }) => name)).toEqual(['calm', 'wild']);
  });

  it('when annotators have the models of the discussions, then nothing is loaded again', async () => {
    await using project = await townHallProject();
    const model = (name: string): string => `  ${name}: { general: { library_type: scripted } }\n`;
    await project.edit('num_experiments: 4', 'model: small, num_experiments: 2');
    await project.edit('turn_taking: {', 'moderator: { model: large }\n  turn_taking: {');
    await appendFile(project.config, `  models: [large, small]\nmodels:\n${model('small')}${model('large')}`);
    const planned = await syndisco(['plan', '-c', project.config]);
    expect(planned.stdout, planned.stderr).toContain('loads: 2: small + large (2 discussions)');
    const run = await syndisco(['run', '-c', project.config]);
    expect(run.stdout, run.stderr).toContain('loaded       small, large\n');
  });

  it('when levels name models, then all jobs of a set come before the next, and what both need stays loaded', async () => {
    await using project = await townHallProject();
    const judge = (name: string): string => `  ${name}: { general: { library_type: scripted } }\n`;
    await appendFile(project.config, `models:\n${['small', 'large', 'judge'].map(judge).join('')}`);
    await project.edit('turn_taking: {', 'moderator: { model: judge }\n  turn_taking: {');
    const levels = ['small', 'large'].map((name) => `${name}: { discussions.experiment_variables.model: ${name} }`);
    await appendFile(project.config, `matrix: { factors: { speakers: { ${levels.join(', ')} } } }\n`);
    const planned = await syndisco(['plan', '-c', project.config, '--json']);
    expect((JSON.parse(planned.stdout) as { loads: unknown }).loads, planned.stderr).toEqual([
      { model: 'small', kind: 'discussion', jobs: 4, beside: ['judge'] },
      { model: 'judge', kind: 'discussion', jobs: 4, beside: ['small'] },
      { model: 'large', kind: 'discussion', jobs: 4, beside: ['judge'] },
      { model: 'scripted', kind: 'annotation', jobs: 16 },
    ]);
    const run = await syndisco(['run', '-c', project.config]);
    expect(run.stdout, run.stderr).toContain('loaded       small, judge, large, scripted');
    const shown = await syndisco(['plan', '-c', project.config, '--set', 'run_dir=other']);
    expect(shown.stdout).toContain('small + judge (4 discussions), large beside judge (4 discussions)');
  });
});

/** Waits until the journals in a folder have so many lines. */
async function linesIn(dir: string, lines: number): Promise<void> {
  for (;;) {
    const names = await readdir(dir, { recursive: true }).catch(() => []);
    const files = names.filter((name) => name.endsWith('.jsonl'));
    const texts = await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')));
    if (texts.join('').split('\n').length > lines) return;
    await delay(20);
  }
}
