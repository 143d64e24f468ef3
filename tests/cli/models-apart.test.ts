import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoGguf } from '../town-hall/model.js';
import { problemsOf } from './problems-of.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

/** A town hall whose moderator has a model of its own, in a section of this text. */
async function moderatedBy(section: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('  turn_taking:', '  moderator: { model: wise }\n  turn_taking:');
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  await appendFile(project.config, `models:\n  wise:\n${section}`);
  return project;
}

describe('a model of models', () => {
  it('when it cannot be loaded, then the error names its own key, at its line', async () => {
    await using project = await moderatedBy('    general: { library_type: llama_cpp, model_path: cut.gguf }\n');
    await writeIn(project.dir, { 'cut.gguf': (await readFile(demoGguf)).subarray(0, 100_000) });
    const line =
      (await readFile(project.config, 'utf8')).split('\n').findIndex((text) => text.includes('cut.gguf')) + 1;
    for (const command of [['generate'], ['validate', '--model'], ['plan', '--calibrate', '1s']]) {
      const exit = await syndisco([...command, '-c', project.config, '--json']);
      expect(problemsOf(exit)).toMatchObject([
        { path: 'models.wise.general.model_path', where: { file: project.config, line } },
      ]);
    }
  });

  it('when its weights have changed, then the error names its own key, at its line', async () => {
    await using project = await moderatedBy('    general: { library_type: ./engine.mjs }\n');
    const engine = `import { readFileSync } from 'node:fs';
      const fingerprint = readFileSync(new URL('weights', import.meta.url), 'utf8');
      export const load = () => ({ model: { fingerprint }, generate: () => 'Yes.' });`;
    await writeIn(project.dir, { 'engine.mjs': engine, weights: 'one' });
    const first = await syndisco(['generate', '-c', project.config]);
    expect(first.code, first.stderr).toBe(0);
    await writeIn(project.dir, { weights: 'another' });
    const more = ['--set', 'discussions.experiment_variables.num_experiments=2'];
    const exit = await syndisco(['generate', '-c', project.config, '--json', ...more]);
    const [problem] = problemsOf(exit);
    expect(problem).toMatchObject({ code: 'SYNDISCO_MODEL_CHANGED', path: 'models.wise.general.library_type' });
    const lines = (await readFile(project.config, 'utf8')).split('\n');
    expect(lines[(problem?.where?.line ?? 0) - 1]).toContain('engine.mjs');
  });

  it('when several are measured, then the plan tells the time that they take', async () => {
    await using project = await moderatedBy('    general: { library_type: scripted, max_tokens: 40 }\n');
    const exit = await syndisco(['plan', '-c', project.config, '--calibrate', '2s', '--json']);
    expect(exit.code, exit.stderr).toBe(0);
    expect(JSON.parse(exit.stdout)).toMatchObject({ estimate: { seconds: expect.any(Number) as number } });
    const folder = join(project.dir, 'run/calibration');
    const texts = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
    const measured = (await Promise.all(texts)).map((text) => JSON.parse(text) as { model: string; kinds: object });
    expect(measured.map(({ model, kinds }) => [model, Object.keys(kinds)]).sort()).toEqual([
      ['scripted', ['discussion', 'annotation']],
      ['wise', ['discussion']],
    ]);
  });

  it('when nobody uses it, then validate says so, at its line', async () => {
    await using project = await moderatedBy('    general: { library_type: scripted }\n');
    await project.edit('moderator: { model: wise }', 'moderator: {}');
    const exit = await syndisco(['validate', '-c', project.config, '--json']);
    const { warnings } = JSON.parse(exit.stdout) as { warnings: { rule: string; what: string }[] };
    expect(warnings).toMatchObject([{ rule: 'unused-model', what: 'Nobody uses models.wise.', where: { line: 25 } }]);
  });
});
