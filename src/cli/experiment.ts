import { loadConfig, type LoadedConfig } from '../config/load-config.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { throwIfAny, type Problem } from '../errors.js';
import type { Inputs } from '../inputs/input-types.js';
import { readInputs } from '../inputs/read-inputs.js';

/** The options that every command has. */
export interface CommonOptions {
  config: string;
  set: readonly string[];
  json?: boolean;
  debug?: boolean;
  /** Work in a run directory of this name beside the config's. */
  fork?: string;
}

/** Which parts of the config a command works on. */
export interface Parts {
  discussions: boolean;
  annotation: boolean;
}

export interface Experiment {
  config: ExperimentConfig;
  inputs: Inputs;
  notices: readonly string[];
}

/** Reads the config and all that it names, and throws everything that is wrong with either together. */
export async function readExperiment(
  options: CommonOptions,
  choose: (config: ExperimentConfig) => Parts,
): Promise<Experiment> {
  const { config, problems, notices } = await loadForked(options);
  if (!config) {
    throwIfAny(problems);
    throw new Error('no config and no problem');
  }
  const parts = choose(config);
  const read = await readInputs(config, parts);
  throwIfAny([...problems, ...missingSections(config, parts), ...read.problems]);
  return { config, inputs: read.inputs, notices: [...notices, ...read.notices] };
}

/** A fork is the same config with a run directory of its own. */
async function loadForked({ config: file, set, fork }: CommonOptions): Promise<LoadedConfig> {
  const loaded = await loadConfig(file, { set, cwd: process.cwd() });
  if (fork === undefined || !loaded.config) return loaded;
  const runDir = `run_dir=${JSON.stringify(`${loaded.config.runDir}-${fork}`)}`;
  return loadConfig(file, { set: [...set, runDir], cwd: process.cwd() });
}

function missingSections(config: ExperimentConfig, parts: Parts): Problem[] {
  const sections = (['discussions', 'annotation'] as const).filter((name) => parts[name] && !config[name]);
  return sections.map((name) => ({
    code: 'SYNDISCO_CONFIG_MISSING_KEY',
    what: `The config has no section "${name}", which this command works on.`,
    todo: `Add the section; configs/quickstart.yml shows one.`,
    path: name,
    where: { file: config.file, line: 1, column: 1 },
  }));
}
