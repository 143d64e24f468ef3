import { basename, dirname, join } from 'node:path';
import { isWritten } from '../config/config-positions.js';
import { loadConfig, type LoadedConfig } from '../config/load-config.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { InputFile } from '../source/input-file.js';
import { redact } from '../redact.js';
import { fail, throwIfAny, type Problem } from '../errors.js';
import type { Inputs } from '../inputs/input-types.js';
import { readInputs, type InputParts } from '../inputs/read-inputs.js';
import { listSets } from '../store/find-run.js';

/** Where to find an experiment, and how to change it. */
export interface ExperimentSource {
  /** The config file, relative to the working directory. */
  config: string;
  /** Overrides of config keys, `a.b.c=value`; later ones take precedence. */
  set?: readonly string[];
  /** Use a run directory with this suffix next to the config's. */
  fork?: string;
}

/** A config and all input files that it names. */
export interface Experiment {
  config: ExperimentConfig;
  inputs: Inputs;
  /** Every input file that was read. */
  inputFiles: readonly InputFile[];
  notices: readonly string[];
  /** If so, its documents are in subfolders of the folders of the original run. */
  isFork: boolean;
  /** The text of the config for the copy in the run directory. */
  configText: string;
}

/** Reads the config and the files that it names, and throws all problems of both together. */
export async function openExperiment(
  source: ExperimentSource,
  choose: (config: ExperimentConfig) => InputParts,
): Promise<Experiment> {
  const { config, problems, notices, copy } = await loadForked(source);
  if (!config) {
    throwIfAny(problems);
    throw new Error('no config and no problem');
  }
  const parts = choose(config);
  const read = await readInputs(config, parts);
  throwIfAny([...problems, ...missingSections(config, parts), ...read.problems]);
  return {
    config,
    inputs: read.inputs,
    inputFiles: read.files,
    notices: [...notices, ...read.notices],
    configText: redact(copy),
    isFork: source.fork !== undefined,
  };
}

/** Keys whose paths a fork must not share, each with the path that the fork uses instead. */
const forkedPaths: Readonly<Record<string, (config: ExperimentConfig, fork: string) => string | undefined>> = {
  'discussions.files.output_dir': ({ discussions }, fork) => inFolder(discussions?.outputDir, fork),
  'annotation.files.output_dir': ({ annotation }, fork) => inFolder(annotation?.outputDir, fork),
  'annotation.files.discussions_dir': ({ discussions, annotation }, fork) =>
    following(annotation?.discussionsDir, discussions?.outputDir, fork),
  'dataset_export.discussion_root_dir': ({ discussions, export: { discussionsDir } }, fork) =>
    following(discussionsDir, discussions?.outputDir, fork),
  'dataset_export.annotation_root_dir': ({ annotation, export: { annotationsDir } }, fork) =>
    following(annotationsDir, annotation?.outputDir, fork),
  'dataset_export.export_path': ({ export: { path } }, fork) => join(dirname(path), fork, basename(path)),
};

/** A fork is the same config with its own run directory; files it publishes elsewhere go into subfolders of its name. */
async function loadForked({ config: file, set = [], fork }: ExperimentSource): Promise<LoadedConfig> {
  const loaded = await loadConfig(file, { set, cwd: process.cwd() });
  const { config } = loaded;
  if (fork === undefined || !config) return loaded;
  if ((await listSets(config.runDir)).includes(fork))
    throw fail({
      code: 'SYNDISCO_USAGE',
      what: `The run at ${config.runDir} has an annotation set called ${fork}, in whose folder a fork may publish.`,
      todo: 'Choose another name for the fork.',
    });
  const own = Object.entries(forkedPaths).flatMap(([key, path]) => {
    const moved = isWritten(config, key) ? path(config, fork) : undefined;
    return moved === undefined ? [] : [`${key}=${JSON.stringify(moved)}`];
  });
  const runDir = `run_dir=${JSON.stringify(`${config.runDir}-${fork}`)}`;
  return loadConfig(file, { set: [...set, runDir, ...own], cwd: process.cwd() });
}

function inFolder(path: string | undefined, fork: string): string | undefined {
  return path === undefined ? undefined : join(path, fork);
}

/** The subfolder, if the fork itself makes the documents that are read from this path. */
function following(path: string | undefined, made: string | undefined, fork: string): string | undefined {
  return path === made ? inFolder(path, fork) : undefined;
}

function missingSections(config: ExperimentConfig, parts: InputParts): Problem[] {
  const sections = (['discussions', 'annotation'] as const).filter((name) => parts[name] && !config[name]);
  const action = { discussions: 'generate_discussions', annotation: 'generate_annotations' };
  return sections.map((name) => ({
    code: 'SYNDISCO_CONFIG_MISSING_KEY',
    what: `The config has no section "${name}", which this command needs.`,
    todo: `Add the section; see configs/quickstart.yml for an example. Where nothing is to be made of it, actions: { ${action[name]}: false } makes run and validate do without.`,
    path: name,
    where: { file: config.file, line: 1, column: 1 },
  }));
}
