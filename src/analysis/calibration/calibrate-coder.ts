import { alphaStatistic } from '../agreement/alpha.js';
import { clusterRows, type ClusterDesign } from '../agreement/cluster-rows.js';
import { estimate, type ClusterRows, type Estimate } from '../agreement/estimate.js';
import type { DiscussionRows, LabelTable } from '../agreement/label-table.js';
import { pairwiseStatistic } from '../agreement/pairwise.js';
import type { LabelRow, Statistic } from '../agreement/statistic.js';
import type { OpenRandom } from '../open-random.js';
import { alternativeTest, type AlternativeTest } from './alternative-test.js';
import { biasByLabel, confusionOf, type BiasByLabel } from './confusion.js';

/** An annotator, or their panel, beside people. */
export interface CalibratedCoder {
  coder: string;
  /** Pairs of a person's label and the coder's. */
  pairs: number;
  /** Of these pairs, at the metric's level. */
  alpha: Estimate | undefined;
  /** The mean over people; quadratic weights on ordered scales. Undefined for means, which are on no level. */
  kappa: Estimate | undefined;
  /** The mean of the coder's label − a person's; undefined for categories. */
  difference: number | undefined;
  bias: readonly BiasByLabel[];
  /** By people's label, then the coder's; empty with more than 20 values. */
  confusion: readonly (readonly number[])[];
  /** Undefined on the development part, with fewer than three people, or with fewer than 30 comments of each. */
  alternative: AlternativeTest | undefined;
}

interface Calibrating {
  /** Of the coder first, then of each person. */
  rows: readonly DiscussionRows[];
  people: number;
  isTested: boolean;
  design: ClusterDesign;
  random: (of: string) => ReturnType<OpenRandom>;
}

/** More values make no table to read. */
const mostValues = 20;

export function calibrateCoder(
  coder: string,
  table: LabelTable,
  { rows, people, isTested, design, random }: Calibrating,
): CalibratedCoder {
  const { numbers, values, scale } = table;
  const strata = clusterRows(rows, design);
  const flat = rows.flatMap((each) => each.rows);
  const ordered = scale.level === 'nominal' ? undefined : numbers;
  const confusion = values.length <= mostValues ? confusionOf(flat, values.length) : [];
  const alpha = eachPair(alphaStatistic({ numbers, levels: [scale.level] }), people);
  const pairs = Array.from({ length: people }, (_, index) => [0, index + 1] as const);
  return {
    coder,
    pairs: pairsIn(flat).length,
    alpha: estimate({ statistic: alpha, strata, random: random('alpha') }).get(`alpha_${scale.level}`),
    kappa: kappaOf(table, { strata, pairs, random: random('kappa') }),
    difference: ordered && meanDifference(flat, ordered),
    ...{ bias: biasByLabel(confusion, ordered), confusion },
    alternative: isTested
      ? alternativeTest({ rows: flat, humans: people, ...(ordered && { numbers: ordered }) })
      : undefined,
  };
}

interface Comparing {
  strata: readonly (readonly ClusterRows[])[];
  pairs: readonly (readonly [number, number])[];
  random: ReturnType<OpenRandom>;
}

/** The mean over pairs of coders. */
export function kappaOf(
  { values, scale, hasLevels }: LabelTable,
  { strata, pairs, random }: Comparing,
): Estimate | undefined {
  if (!hasLevels) return undefined;
  const name = scale.level === 'nominal' ? 'kappa' : 'kappa_quadratic';
  const statistic = pairwiseStatistic({ size: values.length, pairs, names: [name] });
  return estimate({ statistic, strata, random }).get(name);
}

/** The statistic of the coder with each person in turn, pooled: people do not add to it among each other. */
function eachPair(statistic: Statistic, people: number): Statistic {
  return {
    add(row, note) {
      for (let human = 1; human <= people; human += 1) statistic.add([row[0] ?? 0, row[human] ?? 0], note);
    },
    figures: (sums) => statistic.figures(sums),
  };
}

/** The coder's label and a person's, of all comments that both labelled. */
function pairsIn(rows: readonly LabelRow[]): [coder: number, human: number][] {
  return rows.flatMap((row) => {
    const [coder = 0, ...people] = Array.from(row);
    return coder > 0 ? people.filter((human) => human > 0).map((human): [number, number] => [coder, human]) : [];
  });
}

function meanDifference(rows: readonly LabelRow[], numbers: readonly number[]): number | undefined {
  const pairs = pairsIn(rows);
  const sum = pairs.reduce((all, [coder, human]) => all + (numbers[coder - 1] ?? 0) - (numbers[human - 1] ?? 0), 0);
  return pairs.length === 0 ? undefined : sum / pairs.length;
}
