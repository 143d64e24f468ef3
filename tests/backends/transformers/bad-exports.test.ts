import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/backends/load-backend.js';
import { demoGguf, demoOnnx, modelConfig } from '../../town-hall/model.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syndisco-onnx-'));
});

describe('a model_path that transformers cannot load', () => {
  it('when there is no such folder, then the error says so', async () => {
    await expectProblem(join(folder, 'absent'), 'SYNDISCO_MODEL_NOT_FOUND', /absent/, /ONNX export/);
  });

  it('when it is a GGUF, then the error names the engine that loads it', async () => {
    await expectProblem(demoGguf, 'SYNDISCO_MODEL_NOT_ONNX', /\.gguf/, /library_type: llama_cpp/);
  });

  it('when it is a PyTorch folder, then the error names what would work', async () => {
    await writeFile(join(folder, 'model.safetensors'), '');
    await expectProblem(
      folder,
      'SYNDISCO_MODEL_NOT_ONNX',
      /onnx\/\*\.onnx/,
      /optimum-cli export onnx .* library_type: llama_cpp/,
    );
  });

  it('when its tokenizer is missing, then the error names the file', async () => {
    await copyExport();
    await rm(join(folder, 'tokenizer.json'));
    await expectProblem(folder, 'SYNDISCO_MODEL_NOT_ONNX', /tokenizer\.json/, /ONNX export/);
  });

  it('when it has no weights of the dtype, then the error names those that are there', async () => {
    const config = modelConfig('transformers', demoOnnx, { options: { dtype: 'q4', parallel: 4 } });
    const loading = loadBackend(config, () => undefined);
    await expect(loading).rejects.toMatchObject({ code: 'SYNDISCO_MODEL_NOT_ONNX' });
    await expect(loading).rejects.toHaveProperty('problems.0.todo', expect.stringMatching(/model_quantized\.onnx/));
  });

  it('when the dtype does not exist, then the error lists those that do', async () => {
    const config = modelConfig('transformers', demoOnnx, { options: { dtype: 'int4', parallel: 4 } });
    await expect(loadBackend(config, () => undefined)).rejects.toMatchObject({ code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE' });
  });

  it('when its weights are damaged, then the error carries what the runtime says', async () => {
    await copyExport();
    await mkdir(join(folder, 'onnx'), { recursive: true });
    await writeFile(join(folder, 'onnx', 'model_quantized.onnx'), 'not a model');
    await expectProblem(folder, 'SYNDISCO_MODEL_UNLOADABLE', /dtype q8/, /ONNX export/);
  });
});

async function copyExport(): Promise<void> {
  await cp(demoOnnx, folder, { recursive: true });
}

async function expectProblem(path: string, code: string, what: RegExp, todo: RegExp): Promise<void> {
  const problem = {
    code,
    path: 'model_parameters.general.model_path',
    what: expect.stringMatching(what) as string,
    todo: expect.stringMatching(todo) as string,
  };
  await expect(loadBackend(modelConfig('transformers', path), () => undefined)).rejects.toMatchObject({
    problems: [problem],
  });
}
