import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { madeOnce } from '../made-once.js';
import { syndisco, townHallProject, writeIn, type Project } from '../syndisco.js';
import type { ErrorCases } from './expect-error.js';

const generate = ['generate'];
const finished = madeOnce(async () => {
  const project = await townHallProject();
  await syndisco(['generate', '-c', project.config]);
  return project;
});

/** Gives the project the run that `generate` makes of the town hall. */
async function generated({ dir }: Project): Promise<void> {
  await using made = await finished();
  await cp(join(made.dir, 'run'), join(dir, 'run'), { recursive: true, preserveTimestamps: true });
}

/** Generates first, then changes a file of the run directory. */
const damaged =
  (name: string, change: (bytes: Buffer) => Buffer | string) =>
  async (project: Project): Promise<void> => {
    await generated(project);
    const file = join(project.dir, 'run', name);
    await writeFile(file, change(await readFile(file)));
  };
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
const replacing = (from: string, to: string) => (bytes: Buffer) => bytes.toString().replace(from, to);

export const badRuns = {
  SYNDISCO_RUN_MISMATCH: [
    {
      when: 'the seed changed',
      args: ['generate', '--set', 'seed=8'],
      prepare: generated,
      at: '--set seed=8',
    },
  ],
  SYNDISCO_RUN_NEWER: [
    {
      when: 'a newer program made the run',
      args: generate,
      prepare: damaged('run.json', replacing('"format": 2', '"format": 99')),
      at: 'run/run.json',
    },
  ],
  SYNDISCO_RUN_OLDER: [
    {
      when: 'an older program made the run',
      args: ['validate'],
      prepare: damaged('run.json', replacing('"plan_version": 4', '"plan_version": 1')),
      at: 'run/run.json',
    },
  ],
  SYNDISCO_RUN_NOT_FOUND: [
    {
      when: 'there is no run to verify',
      args: ['verify'],
      at: 'town-hall.yml:3:10',
    },
  ],
  SYNDISCO_RUN_DAMAGED: [
    {
      when: 'run.json is cut short',
      args: generate,
      prepare: damaged('run.json', cut),
      at: 'run/run.json',
    },
  ],
  SYNDISCO_PUBLISHED_MISSING: [
    {
      when: 'a finished document was deleted',
      args: ['verify'],
      prepare: async (project: Project) => {
        await generated(project);
        await rm(join(project.dir, 'run/discussions/town-hall-0001.json'));
      },
      at: 'run/discussions/town-hall-0001.json',
    },
  ],
  SYNDISCO_PLAN_CHANGED: [
    {
      when: 'the design changed',
      args: ['generate', '--set', 'discussions.turn_taking.num_turns=6'],
      prepare: generated,
      at: '--set discussions.turn_taking.num_turns=6',
    },
    {
      when: 'the rehearsal is to be silent',
      args: ['generate'],
      prepare: async (project) => {
        await generated(project);
        await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 4, silence: 0.5 }');
      },
      at: 'town-hall.yml:8:34',
    },
    {
      when: 'annotators see less history than before',
      args: ['annotate'],
      prepare: async (project) => {
        await syndisco(['run', '-c', project.config]);
        await project.edit('history_ctx_len: 2', 'history_ctx_len: 1');
      },
      at: 'town-hall.yml:21:72',
    },
    {
      when: 'a growth would shift a job, because the pool of personas grew',
      args: ['generate'],
      prepare: async (project) => {
        await generated(project);
        const file = join(project.dir, 'personas.json');
        await writeFile(file, (await readFile(file, 'utf8')).replace('[', '[{ "username": "zoe" },'));
      },
      at: 'town-hall.yml:12:24',
    },
  ],
  SYNDISCO_PLAN_SHRANK: [
    {
      when: 'fewer discussions are asked for',
      args: ['generate', '--set', 'discussions.experiment_variables.num_experiments=2'],
      prepare: generated,
      at: 'town-hall-0003',
    },
  ],
  SYNDISCO_PLAN_DAMAGED: [
    {
      when: 'the plan was edited',
      args: generate,
      prepare: damaged('plan/0001.jsonl', replacing('free-buses', 'free-bikes')),
      at: 'run/plan/0001.jsonl:1',
    },
  ],
  SYNDISCO_JOURNAL_DAMAGED: [
    {
      when: 'a journal was edited',
      args: ['verify'],
      prepare: damaged('journal/discussions/town-hall-0002.0001.jsonl', replacing('"try":0', '"try":1')),
      at: 'town-hall-0002',
    },
  ],
  SYNDISCO_PUBLISHED_DAMAGED: [
    {
      when: 'a document is cut short',
      args: ['verify'],
      prepare: damaged('discussions/town-hall-0001.json', cut),
      at: 'run/discussions/town-hall-0001.json',
    },
  ],
  SYNDISCO_PUBLISHED_FOREIGN: [
    {
      when: "another run's document stands in the way",
      args: ['verify'],
      prepare: damaged('discussions/town-hall-0001.json', replacing('town-hall-0001', 'town-hall-0009')),
      at: 'run/discussions/town-hall-0001.json',
    },
  ],
  SYNDISCO_PUBLISHED_CHANGED: [
    {
      when: 'a comment was edited',
      args: ['export'],
      prepare: damaged('discussions/town-hall-0001.json', replacing('"text": "', '"text": "Frankly, ')),
      at: 'run/discussions/town-hall-0001.json',
    },
  ],
  SYNDISCO_ENGINE_DEAD: [
    {
      when: "a user's engine always throws",
      args: generate,
      edit: [
        ['library_type: scripted', 'library_type: ./engine.mjs'],
        ['num_experiments: 4', 'num_experiments: 8'],
      ],
      files: { 'engine.mjs': deadEngine() },
    },
  ],
  SYNDISCO_MODEL_CHANGED: [
    {
      when: 'a module says that it has loaded other weights under the same name',
      args: ['generate', '--set', 'discussions.experiment_variables.num_experiments=2'],
      edit: [
        ['library_type: scripted', 'library_type: ./engine.mjs'],
        ['num_experiments: 4', 'num_experiments: 1'],
      ],
      prepare: async (project) => {
        const engine = `import { readFileSync } from 'node:fs';
          const fingerprint = readFileSync(new URL('weights', import.meta.url), 'utf8');
          export const load = () => ({ model: { fingerprint }, generate: () => 'Yes.' });`;
        await writeIn(project.dir, { 'engine.mjs': engine, weights: 'one' });
        await syndisco(['generate', '-c', project.config]);
        await writeIn(project.dir, { weights: 'another' });
      },
    },
  ],
} satisfies ErrorCases;

function deadEngine(): string {
  return 'export const load = () => ({ generate() { throw new Error("CUDA error: device lost"); } });\n';
}
