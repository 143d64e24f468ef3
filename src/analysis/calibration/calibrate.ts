import type { SplitPart } from '../../inputs/read-human-labels.js';
import { alphaStatistic } from '../agreement/alpha.js';
import { clusterRows, type ClusterDesign } from '../agreement/cluster-rows.js';
import { consensus } from '../agreement/consensus.js';
import { estimate, type Estimate } from '../agreement/estimate.js';
import { coderName, type DiscussionRows, type LabelTable } from '../agreement/label-table.js';
import { pairwiseStatistic } from '../agreement/pairwise.js';
import type { LabelValue, Scale } from '../agreement/scale.js';
import type { LabelRow, Statistic } from '../agreement/statistic.js';
import type { OpenRandom } from '../open-random.js';
import { alternativeTest, type AlternativeTest } from './alternative-test.js';
import { biasByLabel, confusionOf, type BiasByLabel } from './confusion.js';

/** One metric's annotators beside people, on one part of the labelled comments. */
export interface Calibration {
  metric: string;
  part: SplitPart | 'all';
  level: Scale['level'];
  humans: number;
  /** Comments that a person labelled. */
  comments: number;
  clusters: number;
  values: readonly LabelValue[];
  /** Of people among each other, the ceiling of what a coder can reach; undefined for one. */
  humanAlpha: Estimate | undefined;
  humanKappa: Estimate | undefined;
  coders: readonly CalibratedCoder[];
}

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
  /** By people's label, then the coder's. */
  confusion: readonly (readonly number[])[];
  /** Undefined on the development part, with fewer than three people, or with fewer than 30 comments of each. */
  alternative: AlternativeTest | undefined;
}

interface CalibrateOptions extends ClusterDesign {
  openRandom: OpenRandom;
  part: Calibration['part'];
}

/** More values make no table to read. */
const mostValues = 20;

export function calibrate(
  table: LabelTable,
  labelled: readonly DiscussionRows[],
  { openRandom, part, ...design }: CalibrateOptions,
): Calibration {
  const { metric, scale, coders, numbers, values } = table;
  const people = coders.flatMap(({ isHuman }, index) => (isHuman ? [index] : []));
  const machines = coders.flatMap(({ isHuman }, index) => (isHuman ? [] : [index]));
  const random = (of: string, coder: string): ReturnType<OpenRandom> =>
    openRandom('calibration', of, metric, part, coder);
  const rowsFor = (label: (row: LabelRow) => number): DiscussionRows[] =>
    mapRows(labelled, (row) => [label(row), ...people.map((index) => Math.max(0, row[index] ?? 0))]);
  const describe = (coder: string, rows: readonly DiscussionRows[]): CalibratedCoder => {
    const strata = clusterRows(rows, design);
    const flat = rows.flatMap((each) => each.rows);
    const ordered = scale.level === 'nominal' ? undefined : numbers;
    const confusion = values.length <= mostValues ? confusionOf(flat, values.length) : [];
    const alpha = eachPair(alphaStatistic({ numbers, levels: [scale.level] }), people.length);
    return {
      coder,
      pairs: countPairs(flat),
      alpha: estimate({ statistic: alpha, strata, random: random('alpha', coder) }).get(`alpha_${scale.level}`),
      kappa: kappaOf(table, { strata, pairs: people.map((_, index) => [0, index + 1]), random: random('kappa', coder) }),
      difference: ordered && meanDifference(flat, ordered),
      ...{ bias: biasByLabel(confusion, ordered), confusion },
      alternative:
        part === 'development'
          ? undefined
          : alternativeTest({ rows: flat, humans: people.length, ...(ordered && { numbers: ordered }) }),
    };
  };
  const humanRows = mapRows(labelled, (row) => people.map((index) => Math.max(0, row[index] ?? 0)));
  const strata = clusterRows(humanRows, design);
  const among = people.flatMap((_, one) => people.slice(one + 1).map((__, step) => [one, one + step + 1] as const));
  const humanAlpha = alphaStatistic({ numbers, levels: [scale.level] });
  const hasSeveral = people.length > 1;
  return {
    ...{ metric, part, level: scale.level, humans: people.length, values },
    comments: humanRows.reduce((sum, { rows }) => sum + rows.length, 0),
    clusters: strata.flat().length,
    humanAlpha: hasSeveral
      ? estimate({ statistic: humanAlpha, strata, random: random('alpha', '') }).get(`alpha_${scale.level}`)
      : undefined,
    humanKappa: hasSeveral ? kappaOf(table, { strata, pairs: among, random: random('kappa', '') }) : undefined,
    coders: [
      ...machines.map((index) => {
        const one = coders[index];
        return describe(one ? coderName(one, coders.filter(({ isHuman }) => !isHuman)) : '', rowsFor((row) => row[index] ?? 0));
      }),
      ...(machines.length > 1
        ? [
            describe(
              'panel',
              rowsFor((row) => consensus(machines.map((index) => row[index] ?? 0), scale.level)),
            ),
          ]
        : []),
    ],
  };
}

function mapRows(discussions: readonly DiscussionRows[], change: (row: LabelRow) => LabelRow): DiscussionRows[] {
  return discussions.map((discussion) => ({ ...discussion, rows: discussion.rows.map(change) }));
}

interface Comparing {
  strata: readonly (readonly (readonly LabelRow[])[])[];
  pairs: readonly (readonly [number, number])[];
  random: ReturnType<OpenRandom>;
}

function kappaOf({ values, scale, hasLevels }: LabelTable, { strata, pairs, random }: Comparing): Estimate | undefined {
  if (!hasLevels) return undefined;
  const name = scale.level === 'nominal' ? 'kappa' : 'kappa_quadratic';
  const statistic = pairwiseStatistic({ size: values.length, pairs, names: [name] });
  return estimate({ statistic, strata, random }).get(name);
}

/** The statistic of the coder with each person in turn, pooled: people do not add to it among each other. */
function eachPair({ add, figures }: Statistic, people: number): Statistic {
  return {
    add(row, note) {
      for (let human = 1; human <= people; human += 1) add([row[0] ?? 0, row[human] ?? 0], note);
    },
    figures,
  };
}

function countPairs(rows: readonly LabelRow[]): number {
  return rows.reduce(
    (sum, row) => sum + ((row[0] ?? 0) > 0 ? Array.from(row).filter((code, at) => at > 0 && code > 0).length : 0),
    0,
  );
}

function meanDifference(rows: readonly LabelRow[], numbers: readonly number[]): number | undefined {
  let [sum, n] = [0, 0];
  for (const row of rows) {
    const coder = numbers[(row[0] ?? 0) - 1];
    for (let human = 1; coder !== undefined && human < row.length; human += 1) {
      const theirs = numbers[(row[human] ?? 0) - 1];
      if (theirs === undefined) continue;
      sum += coder - theirs;
      n += 1;
    }
  }
  return n === 0 ? undefined : sum / n;
}
