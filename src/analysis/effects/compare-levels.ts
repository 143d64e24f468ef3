import { mean } from 'simple-statistics';
import { measures } from '../measures/registry.js';
import { compareGroups } from './compare-groups.js';
import { comparePairs } from './compare-pairs.js';
import type { Effect, NoEffect } from './effect.js';
import { bySide, pairUp, type Compared } from './sides.js';
import { differenceOver, stratify } from './strata.js';

const countsTurns = new Set(measures.flatMap((one) => (one.countsTurns ? [one.name] : [])));

export function compareLevels(compared: Compared): Effect | NoEffect {
  const sides = bySide(compared);
  const empty = compared.contrast.levels.find((_, index) => sides[index]?.length === 0);
  if (empty !== undefined) return { reason: `no discussion of ${empty} has a value` };
  const effect = compared.isPaired ? comparePairs(compared, sides) : compareGroups(compared, sides);
  const isResampled = compared.figures.some(({ withoutResampled }) => withoutResampled);
  if ('reason' in effect || !isResampled || countsTurns.has(compared.measure)) return effect;
  return { ...effect, withoutResampled: differenceWithoutResampled(compared) };
}

function differenceWithoutResampled(compared: Compared): number | undefined {
  const figures = compared.figures.map((each) => ({ ...each, values: each.withoutResampled ?? each.values }));
  const [first, second] = bySide({ ...compared, figures });
  if (first.length === 0 || second.length === 0) return undefined;
  if (!compared.isPaired) {
    const { strata } = stratify([first, second]);
    return strata.length > 0 ? differenceOver(strata) : undefined;
  }
  const { pairs } = pairUp([first, second]);
  return pairs.length > 0 ? mean(pairs.map((pair) => pair.second - pair.first)) : undefined;
}
