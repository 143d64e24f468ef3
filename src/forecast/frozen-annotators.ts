import type { Persona } from '../inputs/input-types.js';
import { annotatorIdOf } from '../persona-id.js';
import type { FrozenAnnotators } from '../plan/identify-annotators.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';

/** Reads the ids that annotators have in the frozen plan; only where names alone do not identify them. */
export async function frozenAnnotators(runDir: string, annotators: readonly Persona[]): Promise<FrozenAnnotators> {
  const names = new Set(annotators.map(({ name }) => name));
  const found = new Map<string, Set<string>>();
  if (names.size === annotators.length && !names.has('')) return new Map();
  await readPlannedJobs(runDir, ({ kind, id, fields }) => {
    if (kind !== 'annotation') return;
    const hash = String(fields['persona_sha256']);
    found.set(hash, (found.get(hash) ?? new Set()).add(annotatorIdOf(id)));
  });
  return new Map([...found].map(([hash, ids]) => [hash, [...ids]]));
}
