import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer } from '../backends/openai/faulty-server.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

const conclusion = 'nothing can be concluded';

/** A town hall on another engine, under another name. */
async function hallOn(engine: string, name: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('library_type: scripted, model_pseudoname: scripted', `${engine}, model_pseudoname: ${name}`);
  await project.edit('num_experiments: 4', 'num_experiments: 1');
  await project.edit('model_parameters:', 'model_parameters:\n  llama_cpp: { parallel: 1, inference_threads: 1 }');
  return project;
}

const llama = `library_type: llama_cpp, model_path: ${demoGguf}`;
const transformers = `library_type: transformers, model_path: ${demoOnnx}`;

describe('a pseudonym', () => {
  it.each([
    ['a GGUF file', llama, 'syndisco'],
    ['an ONNX folder', transformers, 'syndisco-demo-onnx'],
  ])('when it is left over from another config, beside %s, then validate --model warns', async (_what, engine, own) => {
    await using project = await hallOn(engine, 'llama-70b');
    const exit = await syndisco(['validate', '--model', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).toMatch(new RegExp(`^warning .*"llama-70b".*${own}.*model_pseudoname`, 'm'));
  });

  it('when it has another size than the model that the server lists, then the log of the run warns, once', async () => {
    await using server = await startServer();
    await using project = await hallOn('library_type: openai', 'town-hall-70b');
    await project.edit('  scripted: { slots: 4 }', `  openai: { base_urls: ['${server.url}'] }`);
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const logs = join(project.dir, 'logs');
    const [log = ''] = (await readdir(logs)).filter((name) => name.endsWith('.log'));
    const lines = (await readFile(join(logs, log), 'utf8')).split('\n').filter((one) => one.includes('town-hall-70b'));
    expect(lines.filter((one) => one.includes('town-hall-7b') && one.includes('another size'))).toHaveLength(1);
  });

  it('when it has a word of the model, then nobody is warned', async () => {
    await using project = await hallOn(llama, 'demo');
    const exit = await syndisco(['validate', '--model', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).not.toMatch(/^warn/m);
  });
});

describe('the bundled model', () => {
  it('when it has another name, then the transcript still says that nothing can be concluded', async () => {
    await using project = await hallOn(llama, 'my-demo');
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain(conclusion);
  });

  it('when another model has its name, then the transcript does not say so', async () => {
    await using project = await hallOn('library_type: scripted', 'syndisco-demo');
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('town-hall-0001, on');
    expect(exit.stdout).not.toContain(conclusion);
  });
});
