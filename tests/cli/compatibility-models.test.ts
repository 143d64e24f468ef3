import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActorPrompt } from '../../src/experiment/show-prompts.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { made, run } from './compatible-run.js';
import { townHallProject, type Project } from './syndisco.js';

describe('compatibility: original on a real model', () => {
  async function hallOn(engine: string, path: string): Promise<Project & AsyncDisposable> {
    const project = await townHallProject();
    await project.edit('library_type: scripted,', `library_type: ${engine}, model_path: ${path},`);
    await project.edit('model_parameters:', 'model_parameters:\n  llama_cpp: { parallel: 1, inference_threads: 1 }');
    await project.edit('seed: 7', 'seed: 7\ncompatibility: original');
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    return project;
  }

  it('when llama.cpp has the bundled model, then prompts are in the format of Alpaca and replies end before its strings', async () => {
    await using project = await hallOn('llama_cpp', demoGguf);
    const { stdout } = await run(project, ['show', '--prompt', '--json']);
    const { text, format, messages } = JSON.parse(stdout.split('\n')[0] ?? '{}') as ActorPrompt;
    expect(text).toBe(`${messages[0]?.content}\n\n### Instruction: ${messages[1]?.content}\n\n### Response:`);
    expect(format).toMatchObject({ chat_template: 'alpaca', system_role: 'system' });
    const { discussions } = await made(project);
    expect(discussions[0]?.logs.length).toBeGreaterThan(1);
    expect(discussions[0]?.model.prompt_format).toMatchObject({ chat_template: 'alpaca' });
    for (const { text: said } of discussions[0]?.logs.slice(1) ?? []) expect(said).not.toMatch(/###|\n\n|User/);
  });

  it('when transformers has a generation_config.json, then sampling is what it says', async () => {
    await using project = await townHallOnnx({ do_sample: true, temperature: 0.6, top_k: 20 });
    const { discussions } = await made(project);
    expect(discussions[0]?.specification).toMatchObject({ temperature: 0.6, top_p: 1, top_k: 20 });
    expect(discussions[0]?.specification).not.toHaveProperty('sampling_seed');
    expect(discussions[0]?.model.prompt_format).toMatchObject({ chat_template: 'model' });
  });

  it.each([
    ['does not sample', { do_sample: false, temperature: 0.6 }],
    ['says nothing of sampling', {}],
    ['is not there', undefined],
  ])('when generation_config.json %s, then the most likely token is always taken', async (_, config) => {
    await using project = await townHallOnnx(config);
    const { stdout } = await run(project, ['plan', '--json']);
    expect(stdout).toContain('(temperature 0');
  });

  it.each([
    ['its own values', { do_sample: false, temperature: 0.6 }, '(temperature 0.6, top_p 1, top_k 50)'],
    ['the defaults', undefined, '(temperature 1, top_p 1, top_k 50)'],
  ])('when generation_kwargs asks to sample, then it samples with %s', async (_, config, sampling) => {
    await using project = await townHallOnnx(config);
    await project.edit('llama_cpp: {', 'transformers: { generation_kwargs: { do_sample: true } }\n  llama_cpp: {');
    const { stdout } = await run(project, ['plan', '--json']);
    expect(stdout).toContain(sampling);
  });

  it.each([
    [{ do_sample: true, repetition_penalty: 1.05 }, 'repetition_penalty is 1.05'],
    [{ num_beams: 4 }, 'num_beams is 4'],
    [{ do_sample: true, temperature: 'hot' }, 'temperature'],
  ])('when generation_config.json has %j, then it is refused by name', async (config, what) => {
    await using project = await townHallOnnx(config);
    const { stderr } = await run(project, ['validate'], 78);
    expect(stderr).toContain(what);
    expect(stderr).toContain('generation_config.json');
  });

  async function townHallOnnx(generation: object | undefined): Promise<Project & AsyncDisposable> {
    const project = await hallOn('transformers', './onnx-model');
    const folder = join(project.dir, 'onnx-model');
    await cp(demoOnnx, folder, { recursive: true, filter: (file) => !file.endsWith('generation_config.json') });
    if (generation) await writeFile(join(folder, 'generation_config.json'), JSON.stringify(generation));
    return project;
  }
});
