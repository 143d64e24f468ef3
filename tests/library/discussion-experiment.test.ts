import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DiscussionExperiment,
  LlamaCppModel,
  RoundRobin,
  SyndiscoError,
  type DiscussionDocument,
} from '../../src/index.js';
import { syndisco } from '../cli/syndisco.js';
import { collect, loadScript, modelPath, topics, townHall, userOf } from './cast.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-library-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const texts = ({ logs }: DiscussionDocument) => logs.map(({ name, text }) => `${name}: ${text}`);

describe('a discussion experiment', () => {
  it('when it begins without a folder, then its discussions are in memory and no file is written', async () => {
    const model = await loadScript();
    const made = await new DiscussionExperiment(townHall(model)).begin();
    const documents = await collect(made);
    expect(documents.map(({ id }) => id)).toEqual(['town-hall-0001', 'town-hall-0002', 'town-hall-0003']);
    expect(documents[0]?.logs).toHaveLength(11);
    expect(made.progress).toEqual({ kind: 'discussion', total: 3, done: 3, failed: 0, completions: 30 });
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('syndisco-in-memory'))).toEqual([]);
  });

  it('when users are asked in private and faults have a policy, then documents have answers, and repairs', async () => {
    const model = await loadScript();
    const probes = {
      support: {
        question: 'Do you support free buses?',
        answer: { type: 'integer', minimum: 1, maximum: 5, cannotJudge: false },
      },
    } as const;
    const quality = { resampleBudget: 1, policy: { think_leak: 'resample' } } as const;
    const [document] = await collect(await new DiscussionExperiment({ ...townHall(model), probes, quality }).begin());
    expect(document?.probes?.answers.map(({ probe }) => probe)).toContain('support');
    expect(document?.specification).toMatchObject({ quality_policy: expect.stringContaining('resample') as string });
  });

  it('when the command line has the same seed, name and settings, then it makes the same texts', async () => {
    await writeEquivalent(dir, 'library_type: scripted', 'scripted: { words: { min: 3, max: 12 } }');
    const exit = await syndisco(['generate', '-c', join(dir, 'town-hall.yml')]);
    expect(exit.stderr + exit.stdout).toContain('3 of 3');
    const model = await loadScript();
    const made = await collect(await new DiscussionExperiment(townHall(model)).begin());
    expect(made.map(texts)).toEqual((await published(join(dir, 'run'))).map(texts));
  });

  it('when a real model speaks, then the texts are those of the command line too', async () => {
    const general = `library_type: llama_cpp, model_path: ${modelPath}, model_pseudoname: demo, max_tokens: 40, reproducible: true`;
    await writeEquivalent(dir, general, 'llama_cpp: { gpu_layers: 0 }');
    const set = ['--set', 'discussions.experiment_variables.num_experiments=1'];
    await syndisco(['generate', '-c', join(dir, 'town-hall.yml'), ...set]);
    await using model = await LlamaCppModel.load({
      modelPath,
      modelPseudoname: 'demo',
      maxTokens: 40,
      reproducible: true,
      gpuLayers: 0,
    });
    const made = await collect(await new DiscussionExperiment({ ...townHall(model), numDiscussions: 1 }).begin());
    expect(made.map(texts)).toEqual((await published(join(dir, 'run'))).map(texts));
    expect(made[0]?.logs.some(({ text, model: by }) => by === 'demo' && text !== '')).toBe(true);
  });

  it('when the command line continues its folder, then nothing is made twice and the difference is added', async () => {
    const model = await loadScript();
    await new DiscussionExperiment(townHall(model)).begin({ outputDir: dir });
    const first = await readFile(join(dir, 'discussions/town-hall-0001.json'), 'utf8');
    const more = await new DiscussionExperiment({ ...townHall(model), numDiscussions: 4 }).begin({ outputDir: dir });
    expect(more.progress).toMatchObject({ total: 4, done: 4, completions: 10 });
    expect(await readFile(join(dir, 'discussions/town-hall-0001.json'), 'utf8')).toBe(first);
    const verified = await syndisco(['verify', '-c', join(dir, 'config.yaml'), '--set', `run_dir=${dir}`]);
    expect(verified.code, verified.stderr).toBe(0);
  });

  it('when it is aborted, then it rejects with the reason, and beginning again goes on from the journals', async () => {
    const model = await loadScript();
    const experiment = new DiscussionExperiment(townHall(model));
    const controller = new AbortController();
    const reason = new Error('the lecture is over');
    const events: number[] = [];
    const aborted = experiment.begin({
      outputDir: dir,
      signal: controller.signal,
      onProgress: ({ completions }) => {
        events.push(completions);
        if (completions === 12) controller.abort(reason);
      },
    });
    await expect(aborted).rejects.toBe(reason);
    const again = await experiment.begin({ outputDir: dir });
    expect(again.progress).toMatchObject({ done: 3, failed: 0 });
    expect(Math.max(...events) + again.progress.completions).toBe(30);
    const whole = await collect(await new DiscussionExperiment(townHall(model)).begin());
    expect((await collect(again)).map(texts)).toEqual(whole.map(texts));
  });

  it('when a listener throws, then the run stops and its error is what begin rejects with', async () => {
    const model = await loadScript();
    const fault = new Error('no such window');
    const begun = new DiscussionExperiment(townHall(model)).begin({
      onProgress: () => {
        throw fault;
      },
    });
    await expect(begun).rejects.toBe(fault);
  });
});

describe('the errors of an experiment', () => {
  const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return error instanceof SyndiscoError ? error.code : error;
  };

  it('when the options do not fit, then begin rejects with the codes of the command line', async () => {
    const model = await loadScript();
    const begin = (change: object) => codeOf(new DiscussionExperiment({ ...townHall(model), ...change }).begin());
    expect(await begin({ users: [] })).toBe('SYNDISCO_PERSONAS_TOO_FEW');
    expect(await begin({ numturns: 9 })).toBe('SYNDISCO_CONFIG_UNKNOWN_KEY');
    expect(await begin({ numUsers: 9 })).toBe('SYNDISCO_PERSONAS_TOO_FEW');
    expect(await begin({ numTurns: -1 })).toBe('SYNDISCO_CONFIG_OUT_OF_RANGE');
    expect(await begin({ topics: ['One.', 'One.'] })).toBe('SYNDISCO_TOPIC_DUPLICATE_NAME');
    expect(await begin({ users: [userOf('bob', model), userOf('bob', model)] })).toBe(
      'SYNDISCO_PERSONA_DUPLICATE_NAME',
    );
  });

  it('when the folder has another plan, then it is refused', async () => {
    const model = await loadScript();
    await new DiscussionExperiment(townHall(model)).begin({ outputDir: dir });
    const other = new DiscussionExperiment({ ...townHall(model), turnManager: new RoundRobin() });
    expect(await codeOf(other.begin({ outputDir: dir }))).toBe('SYNDISCO_PLAN_CHANGED');
  });

  it('when the model file is missing, then loading says so', async () => {
    expect(await codeOf(LlamaCppModel.load({ modelPath: 'nowhere.gguf' }))).toBe('SYNDISCO_MODEL_NOT_FOUND');
  });
});

async function writeEquivalent(folder: string, general: string, engine: string): Promise<void> {
  const personas = ['anna', 'bob', 'carla'].map((username) => ({
    username,
    age: 30 + username.length,
    personality_characteristics: ['calm', 'dry'],
  }));
  await writeFile(join(folder, 'personas.json'), JSON.stringify(personas));
  await writeFile(
    join(folder, 'topics.json'),
    JSON.stringify(topics.map((opening, index) => ({ topic: `t${index}`, opening }))),
  );
  await writeFile(join(folder, 'user.txt'), 'Write one short comment.\n');
  await writeFile(join(folder, 'mod.txt'), 'Keep the discussion civil.\n');
  await writeFile(
    join(folder, 'town-hall.yml'),
    `
experiment: town-hall
seed: 7
run_dir: run
logging: { print_to_terminal: false, write_to_file: false }
model_parameters:
  general: { ${general} }
  ${engine}
discussions:
  files: { topics_path: topics.json, user_persona_path: personas.json, user_instructions_path: user.txt, mod_instructions_path: mod.txt }
  experiment_variables: { num_experiments: 3, include_mod: true, moderator_attributes: [just, strict], context_prompt: You are a human in an online forum. }
  turn_taking: { num_turns: 5 }
`,
  );
}

async function published(run: string): Promise<DiscussionDocument[]> {
  const names = (await readdir(join(run, 'discussions'))).sort();
  const files = names.map((name) => readFile(join(run, 'discussions', name), 'utf8'));
  return (await Promise.all(files)).map((text) => JSON.parse(text) as DiscussionDocument);
}
