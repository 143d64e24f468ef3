import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActorPrompt } from '../../src/experiment/show-prompts.js';
import { sha256 } from '../../src/sha256.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { syndisco, townHallProject, type Project } from './syndisco.js';

const template =
  "{{ '<|im_start|>' }}on {{ strftime_now('%d %b %Y') }} {{ town }}\n{% for m in messages %}{{ m['content'] }}<|im_end|>{% endfor %}";

/** A town hall of one discussion on a real model with the template above. */
async function hallOn(engine: string, path: string, variables: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit(
    'library_type: scripted,',
    `library_type: ${engine}, model_path: ${path}, chat_template: talk.jinja, template_variables: ${variables},`,
  );
  await project.edit('model_parameters:', 'model_parameters:\n  llama_cpp: { parallel: 1, inference_threads: 1 }');
  await writeFile(join(project.dir, 'talk.jinja'), template);
  return project;
}

async function show(project: Project, ...args: readonly string[]): Promise<ActorPrompt[]> {
  const exit = await syndisco(['show', '--prompt', ...args, '--json', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  const lines = exit.stdout.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as ActorPrompt);
}

async function readIn(project: Project, folder: string): Promise<unknown[]> {
  const names = (await readdir(join(project.dir, folder))).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(project.dir, folder, name), 'utf8')) as unknown),
  );
}

describe('what a model is really asked', () => {
  it('when it is shown, then it is the text that the template renders, the same on both engines, with its tokens', async () => {
    await using llama = await hallOn('llama_cpp', demoGguf, '{ date_string: 3 Mar 2025, town: Kiel }');
    await using transformers = await hallOn('transformers', demoOnnx, '{ date_string: 3 Mar 2025, town: Kiel }');
    const [one, other] = [await show(llama, 'anna'), await show(transformers, 'anna')];
    expect(new Set(one.map(({ name }) => name))).toEqual(new Set(['anna']));
    expect(one.map(({ text }) => text)).toEqual(other.map(({ text }) => text));
    expect(one.map(({ tokens }) => tokens)).toEqual(other.map(({ tokens }) => tokens));
    expect(one[0]?.text).toMatch(
      /^<\|im_start\|>on 03 Mar 2025 Kiel\n.*Your name is anna\..*<\|im_end\|>User anna posted:<\|im_end\|>$/s,
    );
  });

  it('when it is asked for a persona that is in no discussion, then the message says so', async () => {
    await using project = await townHallProject();
    const personas = JSON.parse(await readFile(join(project.dir, 'personas.json'), 'utf8')) as object[];
    await writeFile(
      join(project.dir, 'personas.json'),
      JSON.stringify([
        ...personas,
        ...Array.from({ length: 40 }, (_, at) => ({ ...personas[0], username: `guest${at}` })),
      ]),
    );
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    const listed = await syndisco(['show', '--prompt', '--json', '-c', project.config]);
    const absent = Array.from({ length: 40 }, (_, at) => `guest${at}`).find(
      (name) => !listed.stdout.includes(`"${name}"`),
    );
    const exit = await syndisco(['show', '--prompt', absent ?? '', '-c', project.config]);
    expect(exit.stderr).toContain(`${absent} is among the personas, but in no discussion of the plan.`);
    const nobody = await syndisco(['show', '--prompt', 'mallory', '-c', project.config]);
    expect(nobody.stderr).toContain('The plan has no actor called mallory.');
  });

  it('when a discussion is made, then run.json, the model and the document say how its prompts were rendered', async () => {
    await using project = await hallOn('llama_cpp', demoGguf, '{ town: Kiel }');
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const format = {
      ...{ rendered_by: 'engine', chat_template: 'file', template_sha256: sha256(template), system_role: 'system' },
      variables: { date_string: '26 Jul 2024', town: 'Kiel', enable_thinking: false },
    };
    for (const document of [
      ...(await readIn(project, 'run/discussions')),
      ...(await readIn(project, 'run/annotations')),
    ])
      expect(document).toMatchObject({ model: { prompt_format: format } });
    expect(await readIn(project, 'run/models')).toMatchObject([{ prompt_format: format }]);
    expect(await readIn(project, 'run')).toContainEqual(
      expect.objectContaining({
        facts: expect.objectContaining({
          chat_template: 'talk.jinja',
          chat_template_sha256: sha256(template),
          template_variables: '{"date_string":"26 Jul 2024","town":"Kiel"}',
        }) as object,
      }),
    );
  });

  it('when a stop string can never be written, then the log warns before anything is made', async () => {
    await using project = await hallOn('llama_cpp', demoGguf, '{}');
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    const people = join(project.dir, 'personas.json');
    await writeFile(people, (await readFile(people, 'utf8')).replaceAll('"username": "', '"username": "<|im_end|>'));
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const [log = ''] = (await readdir(join(project.dir, 'logs'))).filter((name) => name.endsWith('.log'));
    expect(await readFile(join(project.dir, 'logs', log), 'utf8')).toMatch(
      /warn.*cannot write \d of \d stop strings, such as "\\nUser <\|im_end\|>\w+ posted:"/i,
    );
  });

  it('when nobody has the name, or nothing is to be shown, then that is an error of usage', async () => {
    await using project = await townHallProject();
    for (const args of [['--prompt', 'nobody'], []])
      expect((await syndisco(['show', ...args, '-c', project.config])).code).toBe(64);
  });
});
