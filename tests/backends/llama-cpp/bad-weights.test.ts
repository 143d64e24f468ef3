import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { demoGguf, demoOnnx, modelConfig } from '../../town-hall/model.js';
import { copyDemo, replaceText } from './copy-demo.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syndisco-weights-'));
});

describe('a model_path that llama.cpp cannot load', () => {
  it('when there is no such file, then the error names the path', async () => {
    await expectProblem(join(folder, 'absent.gguf'), 'SYNDISCO_MODEL_NOT_FOUND', /absent\.gguf/, /\.gguf file/);
  });

  it('when it is a folder with a GGUF in it, then the error names the file', async () => {
    await copyFile(demoGguf, join(folder, 'town-hall.gguf'));
    await expectProblem(folder, 'SYNDISCO_MODEL_NOT_GGUF', /folder/, /town-hall\.gguf/);
  });

  it('when it is an ONNX export, then the error names the engine that loads it', async () => {
    await expectProblem(demoOnnx, 'SYNDISCO_MODEL_NOT_GGUF', /folder/, /library_type: transformers/);
  });

  it('when it is a folder of something else, then the error says how to convert it', async () => {
    await mkdir(join(folder, 'hf'));
    await expectProblem(join(folder, 'hf'), 'SYNDISCO_MODEL_NOT_GGUF', /folder/, /convert_hf_to_gguf/);
  });

  it('when it is a web page saved under the name of a model, then the error says to look at it', async () => {
    const file = join(folder, 'town-hall.gguf');
    await writeFile(file, '<!doctype html><title>Sign in</title>');
    await expectProblem(file, 'SYNDISCO_MODEL_NOT_GGUF', /not a GGUF/, /first line/);
  });

  it('when it is a safetensors file, then the error says how to convert it', async () => {
    const file = join(folder, 'model.safetensors');
    await writeFile(file, 'not a GGUF');
    await expectProblem(file, 'SYNDISCO_MODEL_NOT_GGUF', /not a GGUF/, /convert_hf_to_gguf/);
  });

  it.each([
    ['in its weights', 0.5],
    ['in its header', 0.001],
    ['after its first bytes', 0.000002],
  ])('when a GGUF ends too early, %s, then the error says so', async (_where, share) => {
    const file = await copyDemo((bytes) => bytes.subarray(0, Math.ceil(bytes.length * share)));
    await expectProblem(file, 'SYNDISCO_MODEL_TRUNCATED', /\.gguf/, /size/);
  });

  it('when its architecture is unknown, then the error names it', async () => {
    const file = await copyDemo((bytes) => replaceText(bytes, 'llama', 'klama'));
    await expectProblem(file, 'SYNDISCO_MODEL_UNLOADABLE', /architecture "klama"/, /llama\.cpp/);
  });
});

async function expectProblem(path: string, code: string, what: RegExp, todo: RegExp): Promise<void> {
  const loading = loadBackend(modelConfig('llama_cpp', path), () => undefined);
  const problem = {
    code,
    path: 'model_parameters.general.model_path',
    what: expect.stringMatching(what) as string,
    todo: expect.stringMatching(todo) as string,
  };
  await expect(loading).rejects.toMatchObject({ problems: [problem] });
}
