import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { StudyFacts } from '../../manuscript/study-facts.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { sha256 } from '../../sha256.js';

/** The plan has only hashes of what was declared: the config's words count as long as they are those. */
export function declaredFacts(
  { declared }: ExperimentConfig,
  settings: PlanLine['fields'] | undefined,
): StudyFacts['declared'] & { areContrastsUnknown: boolean } {
  const contrasts = frozen(declared?.contrasts, settings?.['contrasts_sha256']);
  const exclusions = frozen(declared?.exclusions, settings?.['exclusions_sha256']);
  const rule = settings?.['stopping_rule'];
  return {
    contrasts: contrasts ?? [],
    exclusions: exclusions ?? [],
    ...(typeof rule === 'string' && { stoppingRule: rule }),
    areContrastsUnknown: contrasts === undefined,
    isUnknown: contrasts === undefined || exclusions === undefined,
  };
}

/** Undefined if the plan has others. */
function frozen<Item>(
  list: readonly Item[] | undefined,
  hash: PlanLine['fields'][string] | undefined,
): readonly Item[] | undefined {
  if (hash === undefined || hash === null) return [];
  return list && hash === sha256(JSON.stringify(list)) ? list : undefined;
}
