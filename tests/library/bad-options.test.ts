import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Actor,
  Annotation,
  AnnotationExperiment,
  Discussion,
  DiscussionExperiment,
  Persona,
  RandomWeighted,
  RoundRobin,
  type ScriptedModel,
  TurnManager,
} from '../../src/index.js';
import { annotatorOf, collect, loadScript, moderatorOf, townHall, townHallCast, userOf } from './cast.js';
import { problemOf, untyped } from './problem-of.js';

let model: ScriptedModel;
let dir = '';
beforeEach(async () => {
  model = await loadScript();
  dir = await mkdtemp(join(tmpdir(), 'syndisco-options-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('an actor', () => {
  const user = () => ({ ...userOf('anna', model).options });

  it.each([
    ['absent', undefined, 'CONFIG_MISSING_KEY instructions: '],
    ['empty', ' ', 'CONFIG_OUT_OF_RANGE instructions: '],
    ['a number', 5, 'CONFIG_WRONG_TYPE instructions: '],
  ])('when its instructions are %s, then it is refused', async (_, value, problem) => {
    expect(await problemOf(() => new Actor(untyped({ ...user(), instructions: value })))).toContain(problem);
  });

  it('when its options change after it is made, then no file stands for what is missing', async () => {
    const options = user();
    const anna = new Actor(options);
    delete (options as { instructions?: string }).instructions;
    const [made] = await collect(
      await new DiscussionExperiment({ ...townHall(model), users: [anna, userOf('bob', model)] }).begin(),
    );
    expect(made?.user_prompts[0]).toContain('Write one short comment.');
  });

  it.each([
    ['null', () => null, 'CONFIG_WRONG_TYPE model: '],
    ['absent', () => undefined, 'CONFIG_MISSING_KEY model: '],
    ['a promise', () => loadScript(), 'Await the promise.'],
    ['an object', () => ({}), 'CONFIG_WRONG_TYPE model: '],
  ])('when its model is %s, then it is refused', async (_, value, problem) => {
    expect(await problemOf(() => new Actor(untyped({ ...user(), model: value() })))).toContain(problem);
  });

  it('when its options are wrong in another way, then it is refused', async () => {
    const make = (options: unknown) => problemOf(() => new Actor(untyped(options)));
    expect(await make(undefined)).toContain('CONFIG_WRONG_TYPE options: ');
    expect(await make({ ...user(), persona: undefined })).toContain('CONFIG_MISSING_KEY persona: ');
    expect(await make({ ...user(), persona: { username: 'anna' } })).toContain('CONFIG_WRONG_TYPE persona: ');
    expect(await make({ ...user(), type: 'troll' })).toContain('CONFIG_WRONG_TYPE type: ');
    expect(await make({ ...user(), Instructions: 'x' })).toContain('Did you mean "instructions"?');
    const both = { ...moderatorOf(model).options, persona: Persona.from({}) };
    expect(await make(both)).toContain('CONFIG_CONTRADICTION attributes: ');
  });
});

describe('a persona', () => {
  it('when it is no plain data, then it is refused', async () => {
    expect(await problemOf(() => Persona.from(untyped(null)))).toContain('CONFIG_WRONG_TYPE traits: ');
    expect(await problemOf(() => Persona.from(untyped({ age: 3n })))).toContain('CONFIG_WRONG_TYPE age: ');
    expect(await problemOf(() => Persona.from(untyped({ job: { title: 'nurse' } })))).toContain(
      'CONFIG_WRONG_TYPE job: ',
    );
    expect(await problemOf(() => Persona.fromFile(untyped(5)))).toContain('CONFIG_WRONG_TYPE path: ');
    expect(await problemOf(() => Persona.fromFile(new URL('https://example.org')))).toContain(
      'CONFIG_WRONG_TYPE path: ',
    );
  });

  it('when its file is a URL, then it is read', async () => {
    const personas = await Persona.fromFile(new URL('../../examples/personas.json', import.meta.url));
    expect(personas.length).toBeGreaterThan(1);
  });
});

describe('an experiment', () => {
  const begin = (change: object) =>
    problemOf(() => new DiscussionExperiment({ ...townHall(model), ...change }).begin());

  it('when its turn manager is none, then it is refused', async () => {
    expect(await begin({ turnManager: 'round_robin' })).toContain('CONFIG_WRONG_TYPE turnManager: ');
    expect(await begin({ turnManager: RoundRobin })).toContain('found the function or class RoundRobin');
    expect(await begin({ turnManager: {} })).toContain('CONFIG_WRONG_TYPE turnManager: ');
    class Backwards extends RandomWeighted {}
    expect(await begin({ turnManager: new Backwards() })).toContain('TURN_MANAGER_INVALID turnManager: ');
  });

  it('when its turn manager is a class of the program’s own with a module, then the module decides', async () => {
    const file = join(dir, 'last.mjs');
    await writeFile(file, 'export const nextSpeaker = ({ names }) => names.length - 1;\n');
    class Last extends TurnManager {
      readonly type = file;
      readonly respondProbability = undefined;
    }
    const town = { ...townHall(model), moderator: null, numDiscussions: 1, turnManager: new Last() };
    const [made] = await collect(await new DiscussionExperiment(town).begin());
    expect(new Set(made?.logs.slice(1).map(({ name }) => name))).toEqual(new Set([made?.users.at(-1)]));
  });

  it('when its actors are none, or of another type, then they are refused', async () => {
    expect(await begin({ users: undefined })).toContain('CONFIG_MISSING_KEY users: ');
    expect(await begin({ users: [{}] })).toContain('CONFIG_WRONG_TYPE users[0]: ');
    expect(await begin({ users: [moderatorOf(model)] })).toContain('found one of type moderator');
    expect(await begin({ moderator: userOf('anna', model) })).toContain('CONFIG_WRONG_TYPE moderator: ');
    const annotators = untyped([userOf('anna', model)]);
    const annotating = new AnnotationExperiment({ annotators }).begin({ discussionsDir: dir });
    expect(await problemOf(() => annotating)).toContain('CONFIG_WRONG_TYPE annotators[0]: ');
    const annotator = untyped(moderatorOf(model));
    const one = new Annotation({ annotator, discussion: new Discussion(townHallCast(model)) });
    expect(await problemOf(() => one.document())).toContain('CONFIG_WRONG_TYPE annotator: ');
  });

  it('when other options are wrong, then the problem has the words of the options', async () => {
    expect(await begin({ numTurns: -1 })).toContain('CONFIG_OUT_OF_RANGE numTurns: numTurns is -1');
    expect(await begin({ name: 'a/b' })).toContain('CONFIG_MALFORMED name: name is "a/b"');
    expect(await begin({ numTurns: 3n })).toContain('CONFIG_WRONG_TYPE numTurns: ');
    expect(await begin({ num_turns: 3 })).toContain('Did you mean "numTurns"?');
    expect(await begin({ numDiscussions: 'two' })).toContain(
      'CONFIG_WRONG_TYPE numDiscussions: numDiscussions must be',
    );
    expect(await begin({ topics: 'buses' })).toContain('CONFIG_WRONG_TYPE topics: ');
    expect(await begin({ topics: [{ name: 'buses' }] })).toContain('CONFIG_MISSING_KEY topics[0].openings: ');
    expect(await begin({ moderatorTurns: 3 })).toContain('CONFIG_WRONG_TYPE moderatorTurns: ');
    expect(await begin({ numUsers: 9 })).toContain('numUsers');
    expect(await begin({ users: ['anna', 'anna'].map((name) => userOf(name, model)) })).toContain('usernames');
    expect(await begin({ design: 'random' })).toContain('CONFIG_UNKNOWN_VALUE design: ');
  });

  it('when another plan has its folder, then the advice is not for the command line', async () => {
    await new DiscussionExperiment(townHall(model)).begin({ outputDir: dir });
    const other = { ...townHall(model), numTurns: 4 };
    const problem = await problemOf(() => new DiscussionExperiment(other).begin({ outputDir: dir }));
    expect(problem).toContain('PLAN_CHANGED numTurns: ');
    expect(problem).toContain('numTurns: 5, and is now numTurns: 4');
    expect(problem).toContain('begin in another outputDir');
  });

  it('when begin gets options that it does not have, then nothing is made', async () => {
    const experiment = new DiscussionExperiment(townHall(model));
    const start = (options: unknown) => problemOf(() => experiment.begin(untyped(options)));
    expect(await start({ output_dir: dir })).toContain('Did you mean "outputDir"?');
    expect(await start({ outputDir: '' })).toContain('CONFIG_OUT_OF_RANGE outputDir: ');
    expect(await start({ signal: 5 })).toContain('CONFIG_WRONG_TYPE signal: ');
    expect(await start({ onProgress: 'print' })).toContain('CONFIG_WRONG_TYPE onProgress: ');
    expect(await start({ retryFailed: 'yes' })).toContain('CONFIG_WRONG_TYPE retryFailed: ');
    expect(await readdir(dir)).toEqual([]);
    const annotating = new AnnotationExperiment({ annotators: [annotatorOf('nora', model)] });
    expect(await problemOf(() => annotating.begin(untyped({})))).toContain('CONFIG_MISSING_KEY discussionsDir: ');
  });
});

describe('a discussion, step by step', () => {
  const next = (change: object) => problemOf(() => new Discussion({ ...townHallCast(model), ...change }).next());

  it('when it has options of an experiment, then they are not ignored', async () => {
    expect(await next({ topics: ['Buses?'] })).toContain('Unknown option "topics". Did you mean "topic"?');
    expect(await next({ numDiscussions: 2 })).toContain('Unknown option "numDiscussions".');
  });

  it('when `when` is no policy, then it is refused', async () => {
    expect(await next({ when: 5 })).toContain('CONFIG_WRONG_TYPE when: ');
    expect(await next({ when: () => true, moderator: null })).toContain('CONFIG_CONTRADICTION when: ');
    for (const when of [() => Promise.reject(new Error('late')), () => 'yes', () => undefined]) {
      const discussion = new Discussion({ ...townHallCast(model), when: untyped(when) });
      expect(await problemOf(() => collect(discussion))).toContain(
        'CONFIG_WRONG_TYPE when: the answer of when must be',
      );
    }
  });

  it('when branch or inject get something else, then they throw at once', async () => {
    const discussion = new Discussion(townHallCast(model));
    await discussion.next();
    const branch = (options: unknown) => problemOf(() => discussion.branch(untyped(options)));
    expect(await branch({ Seed: 3 })).toContain('Did you mean "seed"?');
    expect(await branch({ seed: -1 })).toContain('CONFIG_OUT_OF_RANGE seed: ');
    expect(await branch({ seed: '7' })).toContain('CONFIG_WRONG_TYPE seed: ');
    expect(await branch({ when: false })).toContain('CONFIG_WRONG_TYPE when: ');
    const inject = (comment: unknown) =>
      problemOf(() => {
        discussion.inject(untyped(comment));
      });
    expect(await inject(undefined)).toContain('CONFIG_WRONG_TYPE comment: ');
    expect(await inject({ name: 'mayor' })).toContain('CONFIG_MISSING_KEY text: ');
    expect(await inject({ name: 'mayor', text: 5 })).toContain('CONFIG_WRONG_TYPE text: ');
    for (const name of ['', ' mayor', 'ma\nyor', 7])
      expect(await inject({ name, text: 'Hi.' })).toContain('CONFIG_WRONG_TYPE name: ');
    expect(discussion.comments).toHaveLength(1);
  });
});

describe('an annotation', () => {
  it('when its discussion is none, then it is refused', async () => {
    const annotation = new Annotation({ annotator: annotatorOf('nora', model), discussion: untyped({}) });
    expect(await problemOf(() => annotation.document())).toContain('DISCUSSION_INVALID discussion: ');
  });
});
