import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import type { RunFile } from '../../src/generated/run.js';
import { root, syndisco, townHallProject } from './syndisco.js';

const weights = join(root, 'examples/models/syndisco-demo-q8_0.gguf');
const options = 'llama_cpp: { inference_threads: 1, gpu_layers: 9999999, parallel: 2 }';

it('when there are fewer layers or less GPU memory than gpu_layers, then it runs with what there is, and says on what', async () => {
  await using project = await townHallProject();
  await project.edit('library_type: scripted', `library_type: llama_cpp, model_path: ${weights}`);
  await project.edit('model_parameters:\n', `model_parameters:\n  ${options}\n`);
  const exit = await syndisco(['generate', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  const run = JSON.parse(await readFile(join(project.dir, 'run/run.json'), 'utf8')) as RunFile;
  expect(run.facts).toMatchObject({ engine: 'llama_cpp', parallel: 2, node: process.version });
  const document = await readFile(join(project.dir, 'run/discussions/town-hall-0001.json'), 'utf8');
  const { model } = JSON.parse(document) as Discussion;
  expect(model.parallel).toBe(2);
  expect(model.device).toMatch(/^CPU, 1 thread$|^cuda$|^vulkan$/);
});
