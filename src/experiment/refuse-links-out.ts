import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { throwIfAny, type Problem } from '../errors.js';

const journals = ['journal', 'journal/discussions', 'journal/annotations'];

/**
 * Refuses a run directory whose journals or logs are symbolic links to somewhere else: a run directory that was copied,
 * unpacked or made by somebody else must not decide where this process writes.
 */
export async function refuseLinksOut({ runDir }: Pick<ExperimentConfig, 'runDir'>): Promise<void> {
  const home = await realpath(runDir).catch(() => undefined);
  if (home === undefined) return; // it does not exist yet
  const problems: Problem[] = [];
  for (const name of ['logs', ...journals, ...(await ofSets(runDir))]) {
    const path = join(runDir, name);
    const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
    const target = isLink ? await realpath(path).catch(() => '/') : undefined;
    if (target !== undefined && relative(home, target).startsWith('..')) problems.push(linkOut(path, target));
  }
  throwIfAny(problems);
}

async function ofSets(runDir: string): Promise<string[]> {
  const sets = await readdir(join(runDir, 'sets')).catch((): string[] => []);
  return ['sets', ...sets.flatMap((set) => ['', ...journals].map((name) => join('sets', set, name)))];
}

function linkOut(file: string, target: string): Problem {
  return {
    code: 'SYNDISCO_STORAGE_DENIED',
    what: `${file} is a symbolic link that leaves the run directory, to ${target}`,
    todo: 'Replace it by a folder, or set run_dir, or logging.logs_dir, to where the files should be.',
    where: { file },
  };
}
