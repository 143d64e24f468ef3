import { plainForm } from '../../plain-form.js';
import type { OpenRandom } from '../open-random.js';
import { alphaStatistic } from './alpha.js';
import { clusterRows, type ClusterDesign } from './cluster-rows.js';
import { estimate, type Estimate } from './estimate.js';
import { coderName, rowsOf, type DiscussionRows, type LabelColumn, type LabelTable } from './label-table.js';
import { pairwiseStatistic } from './pairwise.js';

/** How far one coder agrees with itself. */
export interface Stability {
  coder: string;
  /** Repeats of the same question (stability), or its forms (prompt stability). */
  over: 'repeats' | 'forms';
  /** How many of them. */
  answers: number;
  comments: number;
  /** Krippendorff's alpha over them at the metric's level. */
  alpha: Estimate | undefined;
  percentAgreement: Estimate | undefined;
}

/** Of every coder that answered more than once. */
export function measureStability(
  table: LabelTable,
  { openRandom, ...design }: ClusterDesign & { openRandom: OpenRandom },
): Stability[] {
  const { coders, discussions, numbers, values, scale, set, metric } = table;
  return coders.flatMap((one, coder) =>
    (['repeats', 'forms'] as const).flatMap((over) => {
      const chosen = discussions.map(({ columns }) => variantsOf(columns, { coder, over }));
      const keys = [...new Set(chosen.flatMap((variants) => [...variants.keys()]))].sort(bySize);
      if (keys.length < 2) return [];
      const rows = rowsOf(discussions, (columns) => {
        const variants = variantsOf(columns, { coder, over });
        return keys.map((key) => variants.get(key));
      });
      const strata = clusterRows(rows, design);
      const open = (of: string): ReturnType<OpenRandom> => openRandom('agreement', over, of, set, metric, one.key);
      const alpha = alphaStatistic({ numbers, levels: [scale.level] });
      const pairs = keys.flatMap((_, first) =>
        keys.slice(first + 1).map((__, step) => [first, first + step + 1] as const),
      );
      const percent = pairwiseStatistic({ size: values.length, pairs, names: ['percent_agreement'] });
      return {
        ...{ coder: coderName(one, coders), over },
        answers: keys.length,
        comments: countComments(rows),
        alpha: estimate({ statistic: alpha, strata, random: open('alpha') }).get(`alpha_${scale.level}`),
        percentAgreement: estimate({ statistic: percent, strata, random: open('percent') }).get('percent_agreement'),
      };
    }),
  );
}

/** One thing varies at a time: repeats of the question as configured, or the first answer to each of its forms. */
function variantsOf(
  columns: readonly LabelColumn[],
  { coder, over }: { coder: number; over: Stability['over'] },
): Map<string | number, LabelColumn> {
  const own = columns.filter((column) => column.coder === coder).toSorted((one, other) => one.repeat - other.repeat);
  const variants = new Map<string | number, LabelColumn>();
  for (const column of own) {
    if (over === 'repeats' && column.form !== plainForm) continue;
    const key = over === 'repeats' ? column.repeat : column.form;
    if (!variants.has(key)) variants.set(key, column);
  }
  return variants;
}

function bySize(one: string | number, other: string | number): number {
  return one < other ? -1 : 1;
}

function countComments(discussions: readonly DiscussionRows[]): number {
  const isCompared = (row: ArrayLike<number>): boolean => Array.from(row).filter((code) => code > 0).length > 1;
  return discussions.reduce((sum, { rows }) => sum + rows.filter(isCompared).length, 0);
}
