import type { DiscussionFigures } from '../discussion-figures.js';
import type { OpenRandom } from '../open-random.js';
import { adjustPValues, type Adjustment } from './adjust-p-values.js';
import type { ClusterBy } from './clusters.js';
import { compareLevels } from './compare-levels.js';
import { neverTogether, type Effect } from './effect.js';
import { describeContrast, listContrasts, type Contrast, type Status } from './contrasts.js';

/** An effect with the contrast that it belongs to. */
export interface ContrastEffect extends Effect {
  contrast: string;
  status: Status;
  /** Only declared contrasts are tested. */
  pAdjusted: number | undefined;
}

/** A declared contrast without an effect in a measure. */
export interface NotComputed {
  contrast: string;
  measure: string;
  reason: string;
}

interface Comparing {
  figures: readonly DiscussionFigures[];
  names: readonly string[];
  design: {
    isPaired: boolean;
    declared: readonly Contrast[];
    undeclared: readonly Contrast[];
    adjustment: Adjustment;
    cluster: ClusterBy;
  };
  openRandom: OpenRandom;
  /** The discussions that were compared are added. */
  analysed: Set<string>;
}

interface Comparisons {
  effects: ContrastEffect[];
  notComputed: NotComputed[];
  /** Exploratory contrasts of levels that differ in other factors, too. */
  confounded: string[];
}

/**
 * p-values are adjusted over all declared contrasts, tested or not: the family was fixed before there were data.
 * Exploratory contrasts have none.
 */
export function compareAll({ names, design, ...rest }: Comparing): Comparisons {
  const { isPaired, declared, undeclared, adjustment, cluster } = design;
  const contrasts = listContrasts(rest.figures, declared, undeclared);
  const found: Comparisons = { effects: [], notComputed: [], confounded: [] };
  for (const measure of names) {
    const effects: (Effect & Pick<ContrastEffect, 'contrast' | 'status'>)[] = [];
    for (const each of contrasts) {
      const { status } = each;
      const contrast = describeContrast(each);
      const effect = compareLevels({ contrast: each, measure, isPaired, cluster, ...rest });
      if (!('reason' in effect)) effects.push({ ...effect, contrast, status });
      else if (status === 'declared') found.notComputed.push({ contrast, measure, reason: effect.reason });
      else if (effect.reason === neverTogether) found.confounded.push(contrast);
    }
    const tested = effects.map(({ status, p }) => (status === 'declared' ? p : undefined));
    const adjusted = adjustPValues(tested, adjustment, declared.length);
    found.effects.push(...effects.map((one, index) => ({ ...one, p: tested[index], pAdjusted: adjusted[index] })));
  }
  return found;
}
