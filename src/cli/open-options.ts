import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { OpenRunOptions } from '../store/open-run.js';
import type { CommonOptions, Experiment } from './experiment.js';
import { runFolders } from './run-folders.js';
import { readVersion } from './version.js';

/** What opening the run directory of an experiment takes. */
export async function openOptions(
  { config }: Pick<Experiment, 'config'>,
  options: Pick<CommonOptions, 'set'>,
): Promise<Omit<OpenRunOptions, 'log'>> {
  return {
    ...runFolders(config),
    identity: {
      experiment: config.name,
      seed: config.seed,
      tool_version: readVersion(),
      facts: { host: hostname(), node: process.version, engine: config.model.engine },
    },
    configText: await copyConfig(config.file, options.set),
  };
}

/** The config as written, and what the command line changed. */
async function copyConfig(file: string, overrides: readonly string[]): Promise<string> {
  const text = await readFile(file, 'utf8');
  return [text, ...overrides.map((override) => `# --set ${override}\n`)].join('');
}
