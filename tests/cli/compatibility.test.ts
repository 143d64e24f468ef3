import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { both, isOfAnnotator, listening, made, run, type Asked, type Made } from './compatible-run.js';
import { townHallProject, writeIn, type Project } from './syndisco.js';

const unchanged = (): Promise<void> => Promise.resolve();

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
