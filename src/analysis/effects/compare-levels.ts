import { mean } from 'simple-statistics';
import { compareGroups } from './compare-groups.js';
import { comparePairs } from './compare-pairs.js';
import type { Effect } from './effect.js';
import { bySide, pairUp, type Compared } from './sides.js';

/** Undefined if a side has no value, or if no discussion has a partner. */
export function compareLevels(compared: Compared): Effect | undefined {
  const [first, second] = bySide(compared);
  if (first.length === 0 || second.length === 0) return undefined;
  const effect = compared.isPaired ? comparePairs(compared, [first, second]) : compareGroups(compared, [first, second]);
  if (!effect || !compared.figures.some(({ withoutResampled }) => withoutResampled)) return effect;
  return { ...effect, withoutResampled: differenceWithoutResampled(compared) };
}

function differenceWithoutResampled(compared: Compared): number | undefined {
  const figures = compared.figures.map((each) => ({ ...each, values: each.withoutResampled ?? each.values }));
  const [first, second] = bySide({ ...compared, figures });
  if (first.length === 0 || second.length === 0) return undefined;
  if (!compared.isPaired) return mean(second.map(({ value }) => value)) - mean(first.map(({ value }) => value));
  const { pairs } = pairUp([first, second]);
  return pairs.length > 0 ? mean(pairs.map((pair) => pair.second - pair.first)) : undefined;
}
