import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../../src/generated/discussion.js';
import type { Problem } from '../../../src/errors.js';
import type { RunFile } from '../../../src/generated/run.js';
import { comment, complain, startServer } from '../../backends/openai/faulty-server.js';
import { root, runNode, syndisco, townHallProject, type Project } from '../syndisco.js';
import { expectError, type BadInput } from './expect-error.js';

const weights = join(root, 'examples/models/syndisco-demo-q8_0.gguf');
const engine = 'library_type: scripted';
const llama = (file: string): [string, string] => [engine, `library_type: llama_cpp, model_path: ${file}`];
const transformers = (path: string): [string, string] => [engine, `library_type: transformers, model_path: ${path}`];
const withModel = ['validate', '--model'];

const cases: BadInput[] = [
  {
    code: 'SYNDISCO_MODEL_NOT_FOUND',
    when: 'there is no such model',
    edit: [llama('nothing.gguf')],
    at: 'town-hall.yml:7:51',
  },
  ...['org/some-model-3B', 'hf:org/some-model-GGUF', 'https://models.example/some-model.gguf'].map(
    (name): BadInput => ({
      code: 'SYNDISCO_MODEL_NOT_FOUND',
      when: `llama_cpp is given ${name}`,
      edit: [llama(`'${name}'`)],
      at: 'town-hall.yml:7:51',
      todo: /Download.*\.gguf/,
    }),
  ),
  {
    code: 'SYNDISCO_MODEL_NOT_FOUND',
    when: 'the model is not in the home directory',
    edit: [llama('~/models/nothing.gguf')],
    at: 'town-hall.yml:7:51',
    env: { HOME: '/home/nobody-here' },
    what: /^\/home\/nobody-here\/models\/nothing\.gguf does not exist/,
  },
  {
    code: 'SYNDISCO_MODEL_NOT_GGUF',
    when: 'the model is some other file',
    args: withModel,
    edit: [llama('weights.gguf')],
    files: { 'weights.gguf': 'PK\u0003\u0004 no model' },
  },
  {
    code: 'SYNDISCO_MODEL_TRUNCATED',
    when: 'a download broke off',
    args: withModel,
    edit: [llama('weights.gguf')],
    prepare: async ({ dir }) => writeFile(join(dir, 'weights.gguf'), (await readFile(weights)).subarray(0, 3_000_000)),
  },
  {
    code: 'SYNDISCO_MODEL_UNLOADABLE',
    when: 'llama.cpp does not know the architecture',
    args: withModel,
    edit: [llama('weights.gguf')],
    prepare: async ({ dir }) => writeFile(join(dir, 'weights.gguf'), await ofAnotherArchitecture()),
  },
  {
    code: 'SYNDISCO_MODEL_NOT_ONNX',
    when: 'a hub id has PyTorch weights',
    args: withModel,
    edit: [transformers('weights')],
    files: { 'weights/model.safetensors': 'x', 'weights/config.json': '{}' },
  },
  {
    code: 'SYNDISCO_BACKEND_MODULE_INVALID',
    when: "a user's engine has no load()",
    args: withModel,
    edit: [[engine, 'library_type: ./engine.mjs']],
    files: { 'engine.mjs': 'export const name = 3;\n' },
  },
];

describe('a bad model', () => {
  it.each(cases)('$code: $when', expectError);

  it('SYNDISCO_ENGINE_MISSING: @huggingface/transformers is not installed', async () => {
    await using project = await townHallProject();
    await project.edit(...transformers(join(root, 'examples/models/syndisco-demo-onnx')));
    const program = await productWithout('@huggingface', join(project.dir, 'product'));
    const exit = await runNode([program, ...withModel, '-c', project.config]);
    expect(exit.code).toBe(69);
    expect(exit.stderr).toContain('[SYNDISCO_ENGINE_MISSING]');
    expect(exit.stderr).toContain('npm install @huggingface/transformers');
  });
});

describe('a model that is asked for more than it can', () => {
  const onLlama = async (project: Project, options: string): Promise<void> => {
    await project.edit(...llama(weights));
    await project.edit('model_parameters:\n', `model_parameters:\n  llama_cpp: { inference_threads: 1, ${options} }\n`);
  };

  it.each([['validate', '--model'], ['run']])(
    'SYNDISCO_PROMPT_TOO_LONG: the context holds less than one prompt; %s says so before anything is made',
    async (...command) => {
      await using project = await townHallProject();
      await onLlama(project, 'parallel: 2');
      await project.edit('max_tokens: 80, ctx_width_tokens: 2048', 'max_tokens: 40, ctx_width_tokens: 60');
      const exit = await syndisco([...command, '-c', project.config, '--json']);
      expect(exit.code, exit.stderr).toBe(78);
      const { problems } = JSON.parse(exit.stderr.slice(exit.stderr.indexOf('{'))) as { problems: Problem[] };
      expect(problems).toMatchObject([{ code: 'SYNDISCO_PROMPT_TOO_LONG', where: { file: project.config, line: 8 } }]);
      const { source = '', column = 0 } = problems[0]?.where ?? {};
      expect(source.slice(column - 1)).toMatch(/^60 /);
      expect(problems[0]?.what).toMatch(/^The prompt of .* takes \d+ tokens .* reply needs 40\b.*context.* 60\./);
      const made = await readdir(join(project.dir, 'run/journal/discussions')).catch(() => []);
      expect(made).toEqual([]);
    },
  );

  it('when there are fewer layers or less GPU memory than gpu_layers, then it runs with what there is, and says on what', async () => {
    await using project = await townHallProject();
    await onLlama(project, 'gpu_layers: 9999999, parallel: 2');
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const run = JSON.parse(await readFile(join(project.dir, 'run/run.json'), 'utf8')) as RunFile;
    expect(run.facts).toMatchObject({ engine: 'llama_cpp', parallel: 2, node: process.version });
    const document = await readFile(join(project.dir, 'run/discussions/town-hall-0001.json'), 'utf8');
    const { model } = JSON.parse(document) as Discussion;
    expect(model.parallel).toBe(2);
    expect(model.device).toMatch(/^CPU, 1 thread$|^cuda$|^vulkan$/);
  });
});

describe('a bad server', () => {
  const openai = async (project: { edit(from: string, to: string): Promise<void> }, url: string): Promise<void> =>
    project
      .edit(`{ ${engine}`, `{ library_type: openai`)
      .then(() =>
        project.edit(
          'model_parameters:\n',
          `model_parameters:\n  openai: { base_urls: ['${url}'], give_up_after_s: 1 }\n`,
        ),
      );

  it('SYNDISCO_SERVER_DENIED: the key is wrong', async () => {
    await using server = await startServer((response) => {
      complain(response, 401, 'Incorrect API key');
    });
    await using project = await townHallProject();
    await openai(project, server.url);
    const exit = await syndisco(['generate', '-c', project.config], { env: { OPENAI_API_KEY: 'sk-wrong' } });
    expect(exit.code).toBe(69);
    expect(exit.stderr).toContain('[SYNDISCO_SERVER_DENIED]');
    expect(exit.stderr).toContain('OPENAI_API_KEY');
    expect(exit.stdout + exit.stderr).not.toContain('sk-wrong');
  });

  it('SYNDISCO_ENGINE_DEAD: it says 429 for ever; and when it answers again, the same command goes on', async () => {
    await using server = await startServer((response) => {
      complain(response, 429, 'slow down');
    });
    await using project = await townHallProject();
    await openai(project, server.url);
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code).toBe(69);
    expect(exit.stderr).toContain('[SYNDISCO_ENGINE_DEAD]');
    server.behave = comment();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
  });
});

async function ofAnotherArchitecture(): Promise<Buffer> {
  const bytes = await readFile(weights);
  for (let at = bytes.indexOf('llama'); at >= 0 && at < 4000; at = bytes.indexOf('llama', at)) bytes.write('lamma', at);
  return bytes;
}

/** The product as a user has it who did not install one of its optional peers. Returns its program. */
async function productWithout(scope: string, dir: string): Promise<string> {
  await mkdir(join(dir, 'node_modules'), { recursive: true });
  for (const name of ['bin', 'dist', 'schemas', 'package.json'])
    await cp(join(root, name), join(dir, name), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== scope) await symlink(join(root, 'node_modules', name), join(dir, 'node_modules', name));
  }
  return join(dir, 'bin/syndisco.js');
}
