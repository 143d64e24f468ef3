import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ModelConfig } from '../config/experiment-config.js';
import { loadConfig } from '../config/load-config.js';
import { fail, type ErrorCode } from '../errors.js';
import type { Experiment } from '../experiment/open-experiment.js';
import type { ConfigFile } from '../generated/config.js';
import { readInputs, type InputParts } from '../inputs/read-inputs.js';
import { ownBackendPath, throwInOptionWords, type writtenFiles } from './in-option-words.js';
import type { LoadedModel } from './load-model.js';
import type { BeginOptions } from './options.js';
import type { Persona } from './persona.js';

/** An experiment as the command line opens it, with the models that are already loaded. */
export interface DescribedExperiment {
  experiment: Experiment;
  /** The loaded one of a model of the config. */
  models: (model: ModelConfig) => LoadedModel;
}

/** The run directory of experiments in memory, which is never made. */
const nowhere = join(tmpdir(), `syndisco-in-memory-${randomUUID()}`);

/** Files of the config that the library writes: what they hold. */
export type Texts = Readonly<Partial<Record<keyof typeof writtenFiles, string>>>;

/** Opens a config and input files that are in memory as if they were on disk. */
export async function openDescribed(file: ConfigFile, texts: Texts, parts: InputParts): Promise<Experiment> {
  const text = JSON.stringify(file, null, 1);
  const { config, problems, notices, copy } = await loadConfig('options.json', {
    set: [],
    cwd: process.cwd(),
    text,
  });
  throwInOptionWords(problems);
  if (!config) throw new Error('no config and no problem');
  const given = Object.entries({ ...texts, [ownBackendPath]: '' }).map(
    ([path, content]) => [resolve(path), content] as const,
  );
  const read = await readInputs(config, parts, new Map(given));
  throwInOptionWords(read.problems);
  return {
    config,
    inputs: read.inputs,
    inputFiles: read.files,
    notices: [...notices, ...read.notices],
    configText: copy,
    isFork: false,
  };
}

/** Keys that every experiment has. */
export function sharedKeys(
  { name = 'experiment', seed }: { name: string | undefined; seed: number | undefined },
  { outputDir, printLog = false }: BeginOptions,
): ConfigFile {
  return {
    experiment: name,
    ...(seed !== undefined && { seed }),
    run_dir: outputDir === undefined ? nowhere : resolve(outputDir),
    logging: { print_to_terminal: printLog, write_to_file: outputDir !== undefined },
  };
}

export function atLeastOne<Item>(
  items: readonly Item[],
  { code, what }: { code: ErrorCode; what: string },
): [Item, ...Item[]] {
  const [first, ...rest] = items;
  if (first !== undefined) return [first, ...rest];
  throw fail({ code, what: `${what} is empty.`, todo: 'Add at least one actor.', path: what });
}

export function personasJson(actors: readonly { options: { persona: Persona } }[]): string {
  return JSON.stringify(
    actors.map(({ options }) => options.persona.traits),
    null,
    1,
  );
}
