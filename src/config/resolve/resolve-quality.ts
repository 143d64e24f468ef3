import type { QualityPolicySection } from '../../generated/config.js';
import { detectorFigures } from '../../generated/detector-figures.js';
import { schemaAt } from '../../source/schemas.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';
import type { ConfigReading } from '../config-reading.js';
import type { DetectorName, ExperimentConfig, QualityConfig } from '../experiment-config.js';
import { withDefaults } from './with-defaults.js';

/** Resolves the quality section; empty if there is none. */
export function resolveQuality(reading: ConfigReading): Pick<ExperimentConfig, 'quality'> {
  const { quality } = reading.given;
  if (!quality) return {};
  const filled = withDefaults(['quality'], quality, ['policy', 'stop_above']);
  return {
    quality: {
      policy: resolvePolicy(reading, quality.policy ?? {}),
      resampleBudget: filled.resample_budget,
      stopAbove: resolveLimits(reading, quality.stop_above ?? {}),
      stopAfter: filled.stop_after,
    },
  };
}

/** What flags is left out, in the schema's order: equal policies are equal however they are written. */
function resolvePolicy(reading: ConfigReading, given: QualityPolicySection): QualityConfig['policy'] {
  const acting = detectorNames().flatMap((name) => {
    const action = given[name] ?? 'flag';
    if (action === 'flag') return [];
    checkAction(reading, name, action);
    return [[name, action] as const];
  });
  return new Map(acting);
}

/** Only what is measured to be precise may change texts. */
function checkAction(reading: ConfigReading, name: DetectorName, action: 'strip' | 'resample'): void {
  const { right, found, precisionFrom, mayAct, strips } = detectorFigures[name];
  const path = ['quality', 'policy', name];
  if (!mayAct)
    reading.reportContradiction(
      path,
      `${name} is experimental and may only flag: it was right in ${right} of ${found} labelled comments, which leaves its precision at ${precisionFrom} or more, below 0.8.`,
      'Set it to flag, and leave out the flagged comments in the analysis; docs/quality.md has the figures.',
    );
  else if (action === 'strip' && !strips)
    reading.reportContradiction(
      path,
      `There is nothing to strip from a reply in which ${name} is found: no comment would be left, or not the same one.`,
      'Set it to flag or resample.',
    );
}

function resolveLimits(
  reading: ConfigReading,
  given: Readonly<Record<string, string | undefined>>,
): QualityConfig['stopAbove'] {
  const limits = new Map<DetectorName, number>();
  for (const [name, share] of Object.entries(given)) {
    if (share === undefined) continue;
    const known = detectorNames().find((one) => one === name);
    if (known) limits.set(known, Number.parseFloat(share) / 100);
    else reportUnknown(reading, name);
  }
  return limits;
}

function reportUnknown(reading: ConfigReading, name: string): void {
  const path = ['quality', 'stop_above', name];
  const meant = suggest(name, detectorNames());
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    what: `There is no detector ${showValue(name)}.`,
    todo: meant ? `Did you mean "${meant}"?` : `Use one of ${detectorNames().join(', ')}.`,
    path: path.join('.'),
    where: reading.document.whereKey(path),
  });
}

function detectorNames(): DetectorName[] {
  return Object.keys(schemaAt('config', ['quality', 'policy'])?.properties ?? {}) as DetectorName[];
}
