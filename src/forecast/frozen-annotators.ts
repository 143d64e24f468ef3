import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Persona } from '../inputs/input-types.js';
import { annotatorIdOf } from '../persona-id.js';
import type { FrozenAnnotators } from '../plan/identify-annotators.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { setFolder } from '../store/run-folders.js';

/**
 * Reads the ids that annotators have in the frozen plan; only where names alone do not identify them. In a named
 * annotation set, those that it has not planned yet keep the ids of the default set, so that a coder has one id.
 */
export async function frozenAnnotators(
  { runDir, annotationSet: set }: ExperimentConfig,
  annotators: readonly Persona[],
): Promise<FrozenAnnotators> {
  const names = new Set(annotators.map(({ name }) => name));
  if (names.size === annotators.length && !names.has('')) return new Map();
  const inRun = await idsIn(runDir);
  return set === undefined ? inRun : new Map([...inRun, ...(await idsIn(setFolder(runDir, set)))]);
}

async function idsIn(dir: string): Promise<FrozenAnnotators> {
  const found = new Map<string, Set<string>>();
  await readPlannedJobs(dir, ({ kind, id, fields }) => {
    if (kind !== 'annotation') return;
    const hash = String(fields['persona_sha256']);
    found.set(hash, (found.get(hash) ?? new Set()).add(annotatorIdOf(id)));
  });
  return new Map([...found].map(([hash, ids]) => [hash, [...ids]]));
}
