import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import { fingerprintWeights } from '../../src/inputs/fingerprint-weights.js';
import { SumCheck } from '../../src/document-sum.js';
import { findDiscussions } from '../../src/documents/find-discussions.js';
import { importComments } from '../../src/experiment/import/import-comments.js';
import { locateChange } from '../../src/experiment/locate-change.js';
import { openExperiment } from '../../src/experiment/open-experiment.js';
import { openOptions } from '../../src/experiment/open-options.js';
import { modelNamed } from '../../src/config/model-named.js';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import { schemaOf, type SchemaNode } from '../../src/source/schemas.js';
import { SyndiscoError, type Problem } from '../../src/errors.js';
import type { AnnotatedDiscussion, DiscussionJob } from '../../src/plan/job.js';
import { planAnnotations } from '../../src/plan/plan-annotations.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';
import { planLine } from '../../src/plan/plan-line.js';
import { openRun } from '../../src/store/open-run.js';
import { examples } from './identity-examples.js';
import { inputs } from './identity-inputs.js';
import { general, town, type Example, type Settings } from './identity-town.js';
import { writeIn } from '../cli/syndisco.js';

const silentLog = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

describe('every key that is marked as identity', () => {
  it.each(identityKeysOf(schemaOf('config')))('when %s changes, then the run is refused at its line', async (key) => {
    const example = exampleOf(key);
    const before = [...town, ...(example.base ?? [])];
    const change: Settings = example.by ?? [[key, example.to]];
    await expectRefusal(example, { before, change, shown: example.shows ?? key });
  });

  it.each(identityKeysOf(schemaOf('config')).filter((key) => key.startsWith('model_parameters.')))(
    'when %s changes in a model of models, then the run is refused at its line there',
    async (key) => {
      const example = exampleOf(key);
      const cast: Settings = [
        ['discussions.experiment_variables.model', 'small'],
        ['annotation.models', ['small']],
      ];
      const before = inModel([...town, ...(example.base ?? []), ...cast]);
      const change = inModel(example.by ?? [[key, example.to]]);
      await expectRefusal(example, { before, change, shown: nameInModel(example.shows ?? key) });
    },
  );
});

/** `model_parameters` as one of `models`. */
function inModel(settings: Settings): Settings {
  return settings.map(([key, value]) => [typeof key === 'string' ? nameInModel(key) : key, value]);
}

function nameInModel(key: string): string {
  return key.replace(/^model_parameters/, 'models.small');
}

async function expectRefusal(
  { code }: Example,
  { before, change, shown }: { before: Settings; change: Settings; shown: string },
): Promise<void> {
  await using project = await townProject();
  expect(await planIn(project.dir, before)).toBeUndefined();
  expect(await planIn(project.dir, before), 'the same again').toBeUndefined();
  const problem = await planIn(project.dir, [...before, ...change]);
  if (code === 'growth') {
    expect(problem).toBeUndefined();
    return;
  }
  expect(problem).toMatchObject({ code: code ?? 'SYNDISCO_PLAN_CHANGED' });
  if (code === 'SYNDISCO_PLAN_SHRANK') return;
  expect(problem).toMatchObject({ path: shown, where: positionOf(change, [...before, ...change]) });
}

function identityKeysOf(node: SchemaNode & { 'x-kind'?: string }, path: readonly string[] = []): string[] {
  const own = node['x-kind'] === 'identity' ? [path.join('.')] : [];
  return [
    ...own,
    ...Object.entries(node.properties ?? {}).flatMap(([name, at]) => identityKeysOf(at, [...path, name])),
  ];
}

function exampleOf(key: string): Example {
  const found = Object.entries(examples).find(([name]) => name === key)?.[1];
  if (!found) throw new Error(`${key} has no example: run npm run generate and add one`);
  return found;
}

async function townProject(): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-identity-'));
  await writeIn(dir, inputs);
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

/** Plans the experiment in its run directory, without making anything, and returns what the command line would show. */
async function planIn(dir: string, settings: Settings): Promise<Problem | undefined> {
  const file = join(dir, 'town-hall.yml');
  await writeFile(file, yamlOf(settings));
  const options = { config: file, set: [] };
  const experiment = await openExperiment(options, () => ({ discussions: true, annotation: true }));
  try {
    const store = await openRun({ ...openOptions(experiment), log: () => undefined });
    try {
      const { config, inputs } = experiment;
      const discussions = planDiscussions(config, inputs);
      await importComments(config, { store, log: silentLog });
      await store.plan(discussions.map(planLine));
      await store.plan(planAnnotations(config, inputs, await toAnnotate(config, discussions)).map(planLine));
      const { engine, path, name } = modelNamed(config, config.discussions?.model);
      const fingerprint = engine === 'llama_cpp' ? await fingerprintWeights(path) : null;
      await store.useModel({ name, engine, engine_version: '1', fingerprint });
    } finally {
      await store.close();
    }
  } catch (thrown) {
    const error = locateChange(thrown, experiment.config);
    if (error instanceof SyndiscoError) return error.problems[0];
    throw error;
  }
  return undefined;
}

/** Discussions of another folder are there before; our own are known before they are made. */
async function toAnnotate(
  { annotation }: ExperimentConfig,
  planned: readonly DiscussionJob[],
): Promise<AnnotatedDiscussion[]> {
  const dir = annotation?.discussionsDir ?? '';
  if (dir.endsWith('run/discussions')) return planned.map(({ id }) => ({ id, sha256: '0' }));
  const found = await findDiscussions(dir, new SumCheck(), { withdrawals: new Map() });
  return Array.from(found, ([id, { sha256 }]) => ({ id, sha256 }));
}

function yamlOf(settings: Settings): string {
  const root: Record<string, unknown> = {};
  for (const [key, value] of settings) {
    const path = typeof key === 'string' ? key.split('.') : key;
    const last = path.at(-1) ?? '';
    const section = path.slice(0, -1).reduce<Record<string, unknown>>((at, name) => {
      at[name] ??= {};
      return at[name] as Record<string, unknown>;
    }, root);
    section[last] = value;
  }
  return stringify(root, { keepUndefined: false });
}

/** Where the changed value stands: looked up without the program's own positions. */
function positionOf([changed]: Settings, settings: Settings): { line: number; column: number } {
  const key = changed?.[0] ?? '';
  const lines = new LineCounter();
  const document = parseDocument(yamlOf(settings), { lineCounter: lines });
  const path =
    key === 'profile' ? ['profiles', 'brief', `${general}.max_tokens`] : typeof key === 'string' ? key.split('.') : key;
  const node = document.getIn(path, true);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) throw new Error(`${path.join('.')} is not there`);
  const { line, col: column } = lines.linePos(node.range?.[0] ?? 0);
  return { line, column };
}
