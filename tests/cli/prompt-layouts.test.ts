import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActorPrompt } from '../../src/experiment/show-prompts.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

const matrix = `matrix:
  factors:
    layout:
      original: {}
      json: { discussions.experiment_variables.prompt_layout: json }
      chat: { discussions.experiment_variables.prompt_layout: chat }
`;

/** Fails when it does not do what is expected. */
async function run(project: Project, args: readonly string[], code = 0): Promise<Exit> {
  const exit = await syndisco([...args, '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(code);
  return exit;
}

async function add(project: Project, text: string): Promise<void> {
  await writeFile(project.config, `${await readFile(project.config, 'utf8')}${text}`);
}

async function discussionsIn(project: Project): Promise<Discussion[]> {
  const folder = join(project.dir, 'run/discussions');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Discussion));
}

async function show(project: Project, name: string): Promise<ActorPrompt[]> {
  const { stdout } = await run(project, ['show', '--prompt', name, '--layouts', '--json']);
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as ActorPrompt);
}

async function planHash(project: Project): Promise<string> {
  const { stdout } = await run(project, ['plan', '--json']);
  return (JSON.parse(stdout) as { plan_sha256: string }).plan_sha256;
}

/** A town hall on a real model. */
async function hallOn(engine: string, path: string, template?: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  const own = template === undefined ? '' : ' chat_template: talk.jinja,';
  await project.edit('library_type: scripted,', `library_type: ${engine}, model_path: ${path},${own}`);
  await project.edit('model_parameters:', 'model_parameters:\n  llama_cpp: { parallel: 1, inference_threads: 1 }');
  await project.edit('num_experiments: 4, num_users: 3,', 'num_experiments: 4, num_users: 3, prompt_layout: chat,');
  if (template !== undefined) await writeFile(join(project.dir, 'talk.jinja'), template);
  return project;
}

const thread = `export function turn({ actor, comments }) {
  const history = comments.map(({ name, text, isOwn }) => (isOwn ? { own: text } : '<' + name + '> ' + text));
  return { history, closing: '<' + actor.name + '>', separator: '\\n', stop: ['\\n<'] };
}
`;

describe('prompt layouts', () => {
  it('when the layout is a factor, then each condition is made under its own, and its documents say which', async () => {
    await using project = await townHallProject();
    await add(project, matrix);
    await run(project, ['generate']);
    const made = await discussionsIn(project);
    const layouts = made.map(({ condition, specification }) => [condition, specification?.['prompt_layout']]);
    expect(new Map(layouts.map(([condition, layout]) => [condition, layout]))).toEqual(
      new Map([
        ['layout-chat', 'chat'],
        ['layout-json', 'json'],
        ['layout-original', undefined],
      ]),
    );
    for (const { condition, user_prompts: prompts } of made)
      expect(
        prompts.every((prompt) => prompt.startsWith(condition === 'layout-json' ? '{"context": "' : 'You are')),
      ).toBe(true);
  });

  it('when it is `original`, then the plan is the same as without the key, and any other is another', async () => {
    await using project = await townHallProject();
    const absent = await planHash(project);
    await project.edit('num_users: 3,', 'num_users: 3, prompt_layout: original,');
    expect(await planHash(project)).toBe(absent);
    await project.edit('prompt_layout: original', 'prompt_layout: chat');
    expect(await planHash(project)).not.toBe(absent);
  });

  it('when annotators get JSON, then that is their prompt, with the form of their answer among the instructions', async () => {
    await using project = await townHallProject();
    await project.edit('include_mod_comments: true,', 'include_mod_comments: true, prompt_layout: json,');
    await add(project, '  metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 } }\n');
    const annotators = (await show(project, 'nora')).filter(({ condition }) => condition === undefined);
    expect(annotators.map(({ layout }) => layout)).toEqual(['original', 'json']);
    expect(JSON.parse(annotators[1]?.messages[0]?.content ?? '')).toMatchObject({
      instructions: expect.stringMatching(/Answer with one JSON object .*\.$/) as string,
      type: '2',
      persona: { username: 'nora' },
    });
  });

  it.each([
    ['llama_cpp', demoGguf],
    ['transformers', demoOnnx],
  ])('when all are shown on %s, then each is what the template makes of its messages', async (engine, path) => {
    await using project = await hallOn(engine, path);
    const shown = await show(project, 'anna');
    expect(shown.map(({ layout }) => layout)).toEqual(['original', 'json', 'chat']);
    for (const { text, messages } of shown)
      expect(text).toBe(
        `${messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('')}<|im_start|>assistant\n`,
      );
    const [, , chat] = shown;
    expect(chat?.messages.slice(1).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(chat?.messages[2]?.content).toBe('(a comment of anna)');
    expect(chat?.messages[3]?.content).toMatch(
      /^User (\w+) posted:\n\(a comment of \1\)\n\nUser (\w+) posted:\n\(a comment of \2\)\n\nUser anna posted:$/,
    );
  });

  it('when an engine cannot tell what its model reads, then the messages are printed', async () => {
    await using project = await townHallProject();
    const { stdout } = await run(project, ['show', '--prompt', 'anna', '--layouts']);
    expect(stdout).toMatch(
      /layout chat.*\n.*cannot show.*\n\[system\] You are(?:.|\n)*\n\[assistant\] \(a comment of anna\)\n\[user\] /,
    );
  });

  it("when the template hides the model's own replies, then chat is refused before any job", async () => {
    for (const template of [
      "{% for m in messages %}{% if m.role == 'assistant' %}{{ raise_exception('only one turn') }}{% endif %}{{ m.content }}{% endfor %}",
      "{% for m in messages if m.role != 'assistant' %}{{ m.content }}{% endfor %}",
    ]) {
      await using project = await hallOn('llama_cpp', demoGguf, template);
      const { stderr } = await run(project, ['generate'], 78);
      expect(stderr).toMatch(/town-hall\.yml:16:.*prompt_layout.*cannot show an actor its own comments/s);
      expect(await readdir(join(project.dir, 'run/discussions')).catch(() => [])).toEqual([]);
    }
  });

  it('when it is a module, then it asks as it says; a change of it is refused', async () => {
    await using project = await townHallProject();
    await project.edit('num_users: 3,', 'num_users: 3, prompt_layout: ./thread.mjs,');
    const file = join(project.dir, 'thread.mjs');
    await writeFile(file, thread);
    const shown = (await show(project, 'anna')).at(-1);
    expect(shown).toMatchObject({ layout: 'thread.mjs' });
    expect(shown?.messages.at(-1)?.content).toMatch(
      /^<(\w+)> \(a comment of \1\)\n<(\w+)> \(a comment of \2\)\n<anna>$/,
    );
    await run(project, ['generate']);
    const [made] = await discussionsIn(project);
    expect(made?.specification).toMatchObject({ prompt_layout: 'thread.mjs' });
    await writeFile(file, `${thread}\n`.replace('<anna>', '').replace("'> '", "'>  '"));
    const { stderr } = await run(project, ['generate'], 78);
    expect(stderr).toContain('prompt_layout');
  });
});
