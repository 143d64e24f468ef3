import { readdir } from 'node:fs/promises';
import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { inWords } from '../config/config-reading.js';
import { throwIfAny, type Problem } from '../errors.js';
import { findRun } from '../store/find-run.js';

/** Throws if there is no run directory at the config's `run_dir`. The error says where that path comes from. */
export async function requireRun(config: ExperimentConfig): Promise<void> {
  if (!(await findRun(config.runDir))) throwIfAny([notFound(config)]);
}

/**
 * Throws if there is neither a run nor a folder of documents at the config's `run_dir`, and the config does not name other
 * folders to read them from. An annotation may have discussions from elsewhere, but its own folder is in the run directory.
 */
export async function requireRunOrFolders(config: ExperimentConfig): Promise<void> {
  const isGiven = (...keys: readonly string[]): boolean => keys.some((key) => isWritten(config, key));
  if (isGiven('dataset_export.discussion_root_dir', 'dataset_export.annotation_root_dir')) return;
  const hasDiscussions = isGiven('discussions.files.output_dir', 'annotation.files.discussions_dir');
  const hasAnnotations = !config.annotation || isGiven('annotation.files.output_dir');
  if ((hasDiscussions && hasAnnotations) || (await hasDocuments(config.runDir))) return;
  await requireRun(config);
}

/** Documents of the original may have been put there. */
async function hasDocuments(dir: string): Promise<boolean> {
  const names = await readdir(dir).catch((): string[] => []);
  return names.includes('discussions') || names.includes('annotations');
}

function notFound(config: ExperimentConfig): Problem {
  const isGiven = isWritten(config, 'run_dir');
  const where = isGiven ? whereInConfig(config, 'run_dir') : { file: config.file };
  const origin = isGiven
    ? `run_dir in ${inWords(where)}, relative to the config file`
    : `the default of run_dir, runs/<experiment> next to ${config.file}`;
  return {
    code: 'SYNDISCO_RUN_NOT_FOUND',
    what: `There is no run directory at ${config.runDir}, which is ${origin}.`,
    todo: 'If it was moved, or is that of a config in another folder, name it with --set run_dir=PATH.',
    path: 'run_dir',
    where,
  };
}
