import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActorPrompt } from '../../src/experiment/show-prompts.js';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { demoGguf, demoOnnx } from '../town-hall/model.js';
import { startSyndisco, syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

/** Writes down what it is asked; says more than one line holds, and answers with a rating. */
const listener = `import { appendFileSync } from 'node:fs';
export const load = () => ({ model: { fingerprint: 'town' }, generate: ({ opening, history, closing, separator = '\\n\\n', stop }) => {
  const text = opening + history.map((block) => block + separator).join('') + closing;
  appendFileSync(new URL('asked.jsonl', import.meta.url), JSON.stringify({ text, stop }) + '\\n');
  return opening === '' ? 'Buses that nobody pays for are paid for by everybody, which is only fair in a town like ours.' : '3';
} });`;

interface Asked {
  text: string;
  stop: string[];
}

/** Fails when it does not do what is expected. */
async function run(project: Project, args: readonly string[], code = 0): Promise<Exit> {
  const exit = await syndisco([...args, '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(code);
  return exit;
}

async function documentsIn<Document>({ dir }: Project, folder: string): Promise<Document[]> {
  const names = (await readdir(join(dir, folder))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(dir, folder, name), 'utf8')) as Document),
  );
}

interface Made {
  discussions: Discussion[];
  annotations: Annotation[];
  /** What the listening engine was asked. */
  asked: Asked[];
}

/** The documents of a run with these changes. */
async function made(project: Project, ...set: readonly string[]): Promise<Made> {
  await run(project, ['run', ...set.flatMap((one) => ['--set', one])]);
  const lines = await readFile(join(project.dir, 'asked.jsonl'), 'utf8').catch(() => '');
  return {
    discussions: await documentsIn<Discussion>(project, 'run/discussions'),
    annotations: await documentsIn<Annotation>(project, 'run/annotations'),
    asked: lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Asked),
  };
}

const isOfAnnotator = ({ text }: Asked): boolean => text.startsWith('Conversation so far:');

/** The same project without the behaviours of the original, and with them. */
async function both(prepare: (project: Project) => Promise<void>): Promise<{ ours: Made; theirs: Made }> {
  await using one = await townHallProject();
  await using other = await townHallProject();
  await prepare(one);
  await prepare(other);
  return { ours: await made(one), theirs: await made(other, 'compatibility=original') };
}

const unchanged = (): Promise<void> => Promise.resolve();

async function listening(project: Project): Promise<void> {
  await writeIn(project.dir, { 'engine.mjs': listener });
  await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
}

describe('compatibility: original', () => {
  it('when it is set, then traits stand in its order, others after them, and empty ones are left out', async () => {
    const persona = {
      hobby: 'chess',
      age: 41,
      username: 'zoe',
      personality_characteristics: ['calm'],
      sex: '',
      city: [],
    };
    const prepare = ({ dir }: Project): Promise<void> =>
      writeIn(dir, {
        'personas.json': JSON.stringify([persona]),
        'annotators.json': JSON.stringify([{ sex: 'male', username: '', age: 52 }]),
      });
    const { ours, theirs } = await both(async (project) => {
      await prepare(project);
      await project.edit('num_users: 3', 'num_users: 1');
    });
    const traits = (text?: string): string | undefined => /Your traits: (.*) Your instructions/.exec(text ?? '')?.[1];
    expect(traits(ours.discussions[0]?.user_prompts[0])).toBe(
      'hobby: chess, age: 41, username: zoe, personality_characteristics: calm, sex: , city: ',
    );
    expect(traits(theirs.discussions[0]?.user_prompts[0])).toBe(
      'username: zoe, age: 41, personality_characteristics: calm, hobby: chess',
    );
    expect(traits(theirs.annotations[0]?.annotator_prompt)).toBe('age: 52, sex: male');
    expect(theirs.discussions[0]?.participants[0]?.persona).toEqual(persona);
  });

  it('when it is set, then sampling is its own, with one seed for every reply, and the documents say so', async () => {
    const { ours, theirs } = await both(unchanged);
    expect(ours.discussions[0]?.specification).toMatchObject({ temperature: 0.8, top_p: 0.95 });
    const original = { temperature: 0.2, top_p: 0.95, top_k: 40, min_p: 0.05, sampling_seed: 42 };
    expect(theirs.discussions[0]?.specification).toMatchObject(original);
    expect(theirs.discussions[0]?.specification).not.toHaveProperty('repeat_penalty');
    expect(theirs.annotations[0]?.specification).toMatchObject(original);
    const seeds = (made: Made): Set<number | undefined> =>
      new Set([
        ...made.discussions.flatMap(({ logs }) => logs.flatMap(({ seed }) => seed ?? [])),
        ...made.annotations.flatMap(({ comments }) => comments.map(({ seed }) => seed)),
      ]);
    expect(seeds(theirs)).toEqual(new Set([42]));
    expect(seeds(ours).size).toBeGreaterThan(20);
  });

  it('when it is set, then every actor is stopped at its strings, and the history is wrapped', async () => {
    const { ours, theirs } = await both(listening);
    const stops = ['###', '\n\n', 'User'];
    expect(theirs.discussions[0]?.specification).toMatchObject({ stop_strings: JSON.stringify(stops) });
    expect(ours.discussions[0]?.specification).not.toHaveProperty('stop_strings');
    expect(theirs.asked.every(({ stop }) => stops.every((one) => stop.includes(one)))).toBe(true);
    expect(ours.asked.some(({ stop }) => stop.includes('User'))).toBe(false);
    const said = 'Buses that nobody pays for are paid for by everybody, which is only fair in a town like ours.';
    const wrapped = 'Buses that nobody pays for are paid for by everybody, which is only\nfair in a town like ours.';
    for (const isWanted of [isOfAnnotator, (one: Asked) => !isOfAnnotator(one)]) {
      const [ourText = '', theirText = ''] = [ours, theirs].map(({ asked }) => asked.filter(isWanted).at(-1)?.text);
      expect(ourText).toMatch(new RegExp(`User \\w+ posted:\n${said}\n\nUser \\w+ posted:`));
      expect(theirText).toMatch(new RegExp(`User \\w+ posted:\n${wrapped}\nUser \\w+ posted:`));
      expect(theirText).not.toContain('\n\n');
    }
  });

  it('when an annotator has a window of two, then the annotated comment is one of them', async () => {
    const { ours, theirs } = await both(listening);
    const most = ({ asked }: Made): number =>
      Math.max(...asked.filter(isOfAnnotator).map(({ text }) => text.split(' posted:\n').length - 1));
    expect([most(ours), most(theirs)]).toEqual([3, 2]);
  });

  it("when the moderator's comments are not annotated, then they are not in the window either", async () => {
    const { ours, theirs } = await both(async (project) => {
      await listening(project);
      await project.edit('include_mod_comments: true', 'annotate_moderator: false');
    });
    const showsModerator = ({ asked }: Made): boolean =>
      asked.some((one) => isOfAnnotator(one) && one.text.includes('User moderator posted:'));
    expect([ours, theirs].map(showsModerator)).toEqual([true, false]);
  });

  it('when round_robin is used, then it starts with the first name, whoever posted the seed opinion', async () => {
    const { ours, theirs } = await both((project) => project.edit('random_weighted', 'round_robin'));
    const speakers = ({ discussions }: Made): string[] =>
      discussions.map(({ users, logs }) =>
        logs
          .filter(({ role, turn }) => role === 'participant' && turn > 0)
          .map(({ name }) => users.indexOf(name))
          .join(''),
      );
    expect(speakers(theirs)).toEqual(['01201', '01201', '01201', '01201']);
    expect(speakers(ours).every((seats) => seats === '01201')).toBe(false);
  });
});

describe('silent participants', () => {
  const silent = async (project: Project): Promise<void> => {
    await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 4, silence: 0.5 }');
    await project.edit('num_turns: 5', 'num_turns: 12');
  };
  const leftOut = 'discussions.turn_taking.silent_participants=left_out';
  const silentOf = ({ logs }: Discussion, whose: string): number =>
    logs.filter(({ role, text }) => role === whose && text === '').length;

  it('when they are left out, then only moderators are logged empty, and every comment of a participant has its turn of one', async () => {
    await using one = await townHallProject();
    await using other = await townHallProject();
    await silent(one);
    await silent(other);
    const ours = await made(one);
    const theirs = await made(other, leftOut);
    const sum = (all: readonly Discussion[], whose: string): number =>
      all.reduce((count, discussion) => count + silentOf(discussion, whose), 0);
    expect(sum(ours.discussions, 'participant')).toBeGreaterThan(0);
    expect(sum(theirs.discussions, 'participant')).toBe(0);
    expect(sum(theirs.discussions, 'moderator')).toBeGreaterThan(0);
    for (const { logs } of theirs.discussions) {
      expect(logs.map(({ turn }) => turn)).toEqual(logs.map((_, index) => index));
      expect(logs.slice(1).map(({ role }) => role)).toEqual(
        logs.slice(1).map((_, index) => (index % 2 === 0 ? 'participant' : 'moderator')),
      );
      expect(logs.length).toBeLessThan(1 + 24);
      const seeds = logs.slice(1).map(({ seed }) => seed);
      expect(new Set(seeds).size).toBe(seeds.length);
    }
  });

  it('when the run is killed again and again, then the documents are those of a run that was not', async () => {
    await using one = await townHallProject();
    await using other = await townHallProject();
    for (const project of [one, other]) {
      await silent(project);
      await project.edit('slots: 4', 'slots: 1, delay_ms: 40');
    }
    const whole = await made(one, leftOut);
    for (let kill = 0; kill < 3; kill += 1) {
      const begun = startSyndisco(['generate', '-c', other.config, '--set', leftOut]);
      await growth(other);
      begun.child.kill('SIGKILL');
      await begun.exit;
    }
    const resumed = await made(other, leftOut);
    const texts = ({ discussions }: Made): unknown => discussions.map(({ id, logs }) => [id, logs]);
    expect(texts(resumed)).toEqual(texts(whole));
  });
});

/** Resolves when the journals of a run have grown by some completions. */
async function growth(project: Project): Promise<void> {
  const from = await journalled(project);
  while ((await journalled(project)) < from + 7) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function journalled({ dir }: Project): Promise<number> {
  const folder = join(dir, 'run/journal');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const texts = names.map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('').split('\n').length;
}

describe('the named set', () => {
  it('when a key is given, then it wins, and validate, plan and the log say what the set has set', async () => {
    await using project = await townHallProject();
    await project.edit('seed: 7', 'seed: 7\ncompatibility: original');
    await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 4 }\n  sampling: { temperature: 0.5 }');
    const notice =
      /compatibility: original sets .*model_parameters\.sampling\.defaults: original \(temperature 0\.5, top_p 0\.95, top_k 40, min_p 0\.05, seed 42\)/;
    for (const command of ['validate', 'plan']) expect((await run(project, [command])).stderr).toMatch(notice);
    const plan = JSON.parse((await run(project, ['plan', '--json'])).stdout) as { notices: string[] };
    expect(plan.notices.join('\n')).toMatch(notice);
    const { discussions } = await made(project);
    expect(discussions[0]?.specification).toMatchObject({ temperature: 0.5, min_p: 0.05 });
    expect(discussions[0]?.specification).not.toHaveProperty('chat_template_sha256');
    const logs = await Promise.all(
      (await readdir(join(project.dir, 'logs'))).map((name) => readFile(join(project.dir, 'logs', name), 'utf8')),
    );
    expect(logs.join('')).toMatch(notice);
  });

  it('when a level of a matrix sets it, then the error says that it is for the whole experiment', async () => {
    await using project = await townHallProject();
    const matrix = 'matrix: { factors: { who: { ours: {}, theirs: { compatibility: original } } } }\n';
    await writeFile(project.config, `${await readFile(project.config, 'utf8')}${matrix}`);
    expect((await run(project, ['validate'], 78)).stderr).toContain('compatibility applies to the whole experiment');
  });

  it('when it is another word, then the error names the one that there is', async () => {
    await using project = await townHallProject();
    await project.edit('seed: 7', 'seed: 7\ncompatibility: orginal');
    expect((await run(project, ['validate'], 78)).stderr).toMatch(/compatibility.*original/s);
  });

  it('when the moderator waits for silent turns that are left out, then the contradiction is an error', async () => {
    await using project = await townHallProject();
    await project.edit('num_turns: 5', 'num_turns: 5, moderator_turns: { when: { silent_turns: 2 } }');
    await project.edit('seed: 7', 'seed: 7\ncompatibility: original');
    expect((await run(project, ['validate'], 78)).stderr).toMatch(/silent_turns.*left out/s);
  });
});

describe('on a real model', () => {
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
