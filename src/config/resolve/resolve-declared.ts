import type { ConfigReading } from '../config-reading.js';
import type { Contrast, ExperimentConfig } from '../experiment-config.js';
import type { Path } from '../../source/positioned-document.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';

/** Resolves the declared section; empty if there is none. Contrasts must name factors and levels of the matrix. */
export function resolveDeclared(reading: ConfigReading): Pick<ExperimentConfig, 'declared'> {
  const given = reading.given.declared;
  if (!given) return {};
  const contrasts = (given.contrasts ?? []).map((contrast, index) => {
    const { factor, levels, within = {} } = contrast;
    const at = ['declared', 'contrasts', String(index)];
    for (const level of levels) checkLevel(reading, [...at, 'factor'], [...at, 'levels'], { factor, level });
    for (const [name, level] of Object.entries(within)) {
      checkLevel(reading, [...at, 'within', name], [...at, 'within', name], { factor: name, level });
    }
    return { factor, levels, within } satisfies Contrast;
  });
  const { exclusions = [], stopping_rule: stoppingRule } = given;
  return { declared: { contrasts, exclusions, ...(stoppingRule !== undefined && { stoppingRule }) } };
}

function checkLevel(
  reading: ConfigReading,
  factorPath: Path,
  levelPath: Path,
  { factor, level }: { factor: string; level: string },
): void {
  const factors = reading.given.matrix?.factors;
  const known = factors?.[factor];
  if (!known)
    report(
      reading,
      factorPath,
      { what: `Unknown factor ${showValue(factor)}.`, word: factor },
      Object.keys(factors ?? {}),
    );
  else if (!Object.hasOwn(known, level)) {
    report(
      reading,
      levelPath,
      { what: `The factor ${factor} has no level ${showValue(level)}.`, word: level },
      Object.keys(known),
    );
  }
}

function report(
  reading: ConfigReading,
  path: Path,
  { what, word }: { what: string; word: string },
  known: readonly string[],
): void {
  const meant = suggest(word, known);
  const choice = known.length === 0 ? 'Add the factor to the matrix.' : `Use one of ${known.join(', ')}.`;
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    what,
    todo: meant ? `Did you mean "${meant}"?` : choice,
    path: path.join('.'),
    where: reading.document.whereValue(path),
  });
}
