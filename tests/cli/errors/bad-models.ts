import { cp, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Problem } from '../../../src/errors.js';
import { root, runNode, syndisco, townHallProject } from '../syndisco.js';
import { codesIn, type ErrorCase, type ErrorCases } from './expect-error.js';

const weights = join(root, 'examples/models/syndisco-demo-q8_0.gguf');
const engine = 'library_type: scripted';
const llama = (file: string): [string, string] => [engine, `library_type: llama_cpp, model_path: ${file}`];
const transformers = (path: string): [string, string] => [engine, `library_type: transformers, model_path: ${path}`];
const withModel = ['validate', '--model'];

export const badModels = {
  SYNDISCO_MODEL_NOT_FOUND: [
    {
      when: 'there is no such model',
      edit: [llama('nothing.gguf')],
      at: 'town-hall.yml:7:51',
    },
    ...['org/some-model-3B', 'https://models.example/some-model.gguf'].map((name): ErrorCase => ({
      when: `llama_cpp is given ${name}`,
      edit: [llama(`'${name}'`)],
      at: 'town-hall.yml:7:51',
      todo: /Download.*\.gguf.*hf:org\/name:Q4_K_M/,
    })),
    {
      when: 'transformers is given GGUF weights on the hub',
      edit: [transformers('hf:org/some-model-GGUF:Q4_K_M')],
      at: 'town-hall.yml:7:54',
      todo: /llama_cpp/,
    },
    {
      when: 'the model is not in the home directory',
      edit: [llama('~/models/nothing.gguf')],
      at: 'town-hall.yml:7:51',
      env: { HOME: '/home/nobody-here' },
      what: /^\/home\/nobody-here\/models\/nothing\.gguf does not exist/,
    },
  ],
  SYNDISCO_MODEL_NOT_PULLED: [
    {
      when: 'a model is removed that is not here',
      args: ['models', 'rm', 'hf:org/name:Q4_K_M'],
      env: { HF_HOME: '/home/nobody-here' },
    },
    ...['validate', 'plan', 'generate', 'annotate'].map((command): ErrorCase => ({
      when: `${command} needs weights that have not been downloaded`,
      args: [command],
      edit: [llama('hf:Qwen/Qwen3-8B-GGUF:Q4_K_M')],
      env: { HF_HOME: '/home/nobody-here' },
      at: 'town-hall.yml:7:51',
      what: /has not been downloaded to this machine, about 5\.0 GB\.$/,
      todo: /^Run: syndisco models pull hf:Qwen\/Qwen3-8B-GGUF:Q4_K_M$/,
    })),
  ],
  SYNDISCO_MODEL_NOT_GGUF: [
    {
      when: 'the model is some other file',
      args: withModel,
      edit: [llama('weights.gguf')],
      files: { 'weights.gguf': 'PK\u0003\u0004 no model' },
    },
  ],
  SYNDISCO_MODEL_TRUNCATED: [
    {
      when: 'a download broke off',
      args: withModel,
      edit: [llama('weights.gguf')],
      prepare: async ({ dir }) =>
        writeFile(join(dir, 'weights.gguf'), (await readFile(weights)).subarray(0, 3_000_000)),
    },
  ],
  SYNDISCO_MODEL_UNLOADABLE: [
    {
      when: 'llama.cpp does not know the architecture',
      args: withModel,
      edit: [llama('weights.gguf')],
      prepare: async ({ dir }) => writeFile(join(dir, 'weights.gguf'), await ofAnotherArchitecture()),
    },
  ],
  SYNDISCO_MODEL_NOT_DECLARED: [
    {
      when: "the moderator's model is mistyped",
      edit: [
        ['discussions:\n', 'models: { large: { general: { library_type: scripted } } }\ndiscussions:\n'],
        ['  turn_taking:', '  moderator: { model: larg }\n  turn_taking:'],
      ],
      at: 'town-hall.yml:17:23',
      todo: /^Did you mean "large"\?$/,
    },
    {
      when: 'there are no models to name',
      edit: [
        [
          '  experiment_variables: { include_mod_comments',
          '  models: [judge]\n  experiment_variables: { include_mod_comments',
        ],
      ],
      at: 'town-hall.yml:21:12',
      todo: /^Add the section models/,
    },
  ],
  SYNDISCO_MODELS_TOO_LARGE: [
    {
      when: "the participants' and the moderator's model do not fit into memory together",
      args: ['generate'],
      edit: [
        [engine, `library_type: llama_cpp, model_path: ${weights}`],
        [
          'discussions:\n',
          'models: { huge: { general: { library_type: llama_cpp, model_path: huge.gguf } } }\ndiscussions:\n',
        ],
        ['  turn_taking:', '  moderator: { model: huge }\n  turn_taking:'],
      ],
      prepare: async ({ dir }) => {
        await cp(weights, join(dir, 'huge.gguf'));
        await truncate(join(dir, 'huge.gguf'), 4e12);
      },
      what: /huge \(4,000 GB\) are needed at the same time .* are free: 3,9\d\d(\.\d)? GB are missing\.$/,
      todo: /server.*cast the study so that no discussion needs all of them/,
    },
  ],
  SYNDISCO_CHAT_TEMPLATE_INVALID: [
    {
      when: 'a chat template calls what is not there',
      args: withModel,
      edit: [[engine, `library_type: llama_cpp, model_path: ${weights}, chat_template: talk.jinja`]],
      files: { 'talk.jinja': "{% for m in messages %}\n{{ m['content'] }}\n{{ shout(m) }}\n{% endfor %}\n" },
      at: 'talk.jinja:3',
      what: /^The chat template fails: /,
    },
    {
      when: 'a chat template drops the comments',
      args: withModel,
      edit: [[engine, `library_type: llama_cpp, model_path: ${weights}, chat_template: talk.jinja`]],
      files: { 'talk.jinja': 'Good evening.' },
      what: /leaves out the message of the user/,
    },
  ],
  SYNDISCO_MODEL_NOT_ONNX: [
    {
      when: 'a hub id has PyTorch weights',
      args: withModel,
      edit: [transformers('weights')],
      files: { 'weights/model.safetensors': 'x', 'weights/config.json': '{}' },
    },
  ],
  SYNDISCO_BACKEND_MODULE_INVALID: [
    {
      when: "a user's engine has no load()",
      args: withModel,
      edit: [[engine, 'library_type: ./engine.mjs']],
      files: { 'engine.mjs': 'export const name = 3;\n' },
    },
  ],
  SYNDISCO_ENGINE_MISSING: [
    {
      when: '@huggingface/transformers is not installed',
      reach: async () => {
        await using project = await townHallProject();
        await project.edit(...transformers(join(root, 'examples/models/syndisco-demo-onnx')));
        const program = await productWithout('@huggingface/transformers', join(project.dir, 'product'));
        const exit = await runNode([program, ...withModel, '-c', project.config]);
        expect(exit.code).toBe(69);
        expect(exit.stderr).toContain('npm install @huggingface/transformers');
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_LABEL_UNSPELLABLE: [
    {
      when: 'no token of the model has a letter of a value: run says so before anything is made',
      reach: async () => {
        await using project = await townHallProject();
        const model = join(project.dir, 'model');
        await cp(join(root, 'examples/models/syndisco-demo-onnx'), model, { recursive: true });
        const file = join(model, 'tokenizer.json');
        const tokenizer = JSON.parse(await readFile(file, 'utf8')) as { model: { vocab: Record<string, number> } };
        delete tokenizer.model.vocab['Z'];
        await writeFile(file, JSON.stringify(tokenizer));
        await project.edit(...transformers(model));
        const metrics = 'metrics: { tone: { type: category, values: [Zen, heated] } }';
        await project.edit('annotation:\n', `annotation:\n  ${metrics}\n`);
        const exit = await syndisco(['run', '-c', project.config]);
        expect(exit.code).toBe(78);
        expect(exit.stderr).toContain('cannot spell "Zen", a value of tone');
        return codesIn(exit);
      },
    },
  ],
  SYNDISCO_PROMPT_TOO_LONG: [
    {
      when: 'the context holds less than one prompt: validate --model says so before anything is made',
      reach: () => tooLong(withModel),
    },
    {
      when: 'the context holds less than one prompt: run says so before anything is made',
      reach: () => tooLong(['run']),
    },
  ],
} satisfies ErrorCases;

async function tooLong(command: readonly string[]): Promise<string[]> {
  await using project = await townHallProject();
  await project.edit(...llama(weights));
  const options = 'llama_cpp: { inference_threads: 1, parallel: 2 }';
  await project.edit('model_parameters:\n', `model_parameters:\n  ${options}\n`);
  await project.edit('max_tokens: 80, ctx_width_tokens: 2048', 'max_tokens: 40, ctx_width_tokens: 60');
  const exit = await syndisco([...command, '-c', project.config, '--json']);
  expect(exit.code, exit.stderr).toBe(78);
  const { problems } = JSON.parse(exit.stderr.slice(exit.stderr.indexOf('{'))) as { problems: Problem[] };
  expect(problems).toMatchObject([{ where: { file: project.config, line: 8 } }]);
  const { source = '', column = 0 } = problems[0]?.where ?? {};
  expect(source.slice(column - 1)).toMatch(/^60 /);
  expect(problems[0]?.what).toMatch(/^The prompt of .* takes \d+ tokens .* reply needs 40\b.*context.* 60\./);
  const made = await readdir(join(project.dir, 'run/journal/discussions')).catch(() => []);
  expect(made).toEqual([]);
  return codesIn(exit);
}

async function ofAnotherArchitecture(): Promise<Buffer> {
  const bytes = await readFile(weights);
  for (let at = bytes.indexOf('llama'); at >= 0 && at < 4000; at = bytes.indexOf('llama', at)) bytes.write('lamma', at);
  return bytes;
}

/** The product as a user has it who did not install one of its optional peers. Returns its program. */
async function productWithout(missing: string, dir: string): Promise<string> {
  const [scope = ''] = missing.split('/');
  const modules = join(root, 'node_modules');
  await mkdir(join(dir, 'node_modules', scope), { recursive: true });
  for (const name of ['bin', 'dist', 'schemas', 'package.json'])
    await cp(join(root, name), join(dir, name), { recursive: true });
  const siblings = (await readdir(join(modules, scope))).map((name) => `${scope}/${name}`);
  for (const name of [...(await readdir(modules)), ...siblings]) {
    if (name !== scope && name !== missing) await symlink(join(modules, name), join(dir, 'node_modules', name));
  }
  return join(dir, 'bin/syndisco.js');
}
