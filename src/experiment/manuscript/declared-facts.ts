import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { StudyFacts } from '../../manuscript/study-facts.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { sha256 } from '../../sha256.js';

/** The plan has only hashes of what was declared: the config's words count as long as they are those. */
export function declaredFacts(
  { declared }: ExperimentConfig,
  settings: PlanLine['fields'] | undefined,
): StudyFacts['declared'] {
  const isFrozen = (key: string, list: readonly unknown[] = []): boolean =>
    list.length > 0 && settings?.[`${key}_sha256`] === sha256(JSON.stringify(list));
  const contrasts = isFrozen('contrasts', declared?.contrasts) ? (declared?.contrasts ?? []) : [];
  const exclusions = isFrozen('exclusions', declared?.exclusions) ? (declared?.exclusions ?? []) : [];
  const rule = settings?.['stopping_rule'];
  return {
    contrasts,
    exclusions,
    ...(typeof rule === 'string' && { stoppingRule: rule }),
    isUnknown:
      (contrasts.length === 0 && settings?.['contrasts_sha256'] !== undefined) ||
      (exclusions.length === 0 && settings?.['exclusions_sha256'] !== undefined),
  };
}
