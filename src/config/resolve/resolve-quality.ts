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
  const filled = withDefaults(['quality'], quality, ['policy', 'detectors', 'stop_above']);
  const detectors = resolveOwn(reading, quality.detectors ?? {});
  return {
    quality: {
      policy: resolvePolicy(reading, quality.policy ?? {}),
      resampleBudget: filled.resample_budget,
      detectors,
      stopAbove: resolveLimits(reading, quality.stop_above ?? {}, detectors),
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

/** A name stands among those of the built-in detectors, in the data set too. */
function resolveOwn(
  reading: ConfigReading,
  given: Readonly<Record<string, string | undefined>>,
): QualityConfig['detectors'] {
  const own = new Map<string, string>();
  for (const [name, file] of Object.entries(given)) {
    const path = ['quality', 'detectors', name];
    const isTaken = detectorNames().some((one) => one === name);
    if (isTaken || !/^[a-z][a-z0-9_]{0,39}$/.test(name))
      reading.reportContradiction(
        path,
        isTaken ? `${name} is a detector of syndisco.` : `${showValue(name)} cannot be the name of a detector.`,
        'Use another name, of at most 40 lowercase letters, digits and underscores, starting with a letter.',
      );
    else if (file !== undefined) own.set(name, reading.absolute(file));
  }
  return own;
}

function resolveLimits(
  reading: ConfigReading,
  given: Readonly<Record<string, string | undefined>>,
  own: QualityConfig['detectors'],
): QualityConfig['stopAbove'] {
  const limits = new Map<string, number>();
  for (const [name, share] of Object.entries(given)) {
    if (share === undefined) continue;
    const names = [...detectorNames(), ...own.keys()];
    if (names.includes(name)) limits.set(name, Number.parseFloat(share) / 100);
    else reportUnknown(reading, name, names);
  }
  return limits;
}

function reportUnknown(reading: ConfigReading, name: string, names: readonly string[]): void {
  const path = ['quality', 'stop_above', name];
  const meant = suggest(name, names);
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    what: `There is no detector ${showValue(name)}.`,
    todo: meant ? `Did you mean "${meant}"?` : `Use one of ${names.join(', ')}.`,
    path: path.join('.'),
    where: reading.document.whereKey(path),
  });
}

function detectorNames(): DetectorName[] {
  return Object.keys(schemaAt('config', ['quality', 'policy'])?.properties ?? {}) as DetectorName[];
}
