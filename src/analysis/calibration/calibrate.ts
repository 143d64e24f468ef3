import { alphaStatistic } from '../agreement/alpha.js';
import { clusterRows, type ClusterDesign } from '../agreement/cluster-rows.js';
import { consensus } from '../agreement/consensus.js';
import { estimate, type Estimate } from '../agreement/estimate.js';
import { coderName, type DiscussionRows, type LabelTable } from '../agreement/label-table.js';
import type { LabelValue, Scale } from '../agreement/scale.js';
import type { LabelRow } from '../agreement/statistic.js';
import type { OpenRandom } from '../open-random.js';
import { calibrateCoder, kappaOf, type CalibratedCoder } from './calibrate-coder.js';

/** One metric's annotators beside people, on one part of the labelled comments. */
export interface Calibration {
  metric: string;
  part: 'development' | 'test' | 'all';
  level: Scale['level'];
  humans: number;
  /** Comments that a person labelled. */
  comments: number;
  clusters: number;
  values: readonly LabelValue[];
  /** Of people among each other, the ceiling of what a coder can reach; undefined for one. */
  humanAlpha: Estimate | undefined;
  humanKappa: Estimate | undefined;
  /** Each annotator, then the consensus of several. */
  coders: readonly CalibratedCoder[];
}

interface CalibrateOptions {
  design: ClusterDesign;
  openRandom: OpenRandom;
  part: Calibration['part'];
}

export function calibrate(
  table: LabelTable,
  labelled: readonly DiscussionRows[],
  { openRandom, part, design }: CalibrateOptions,
): Calibration {
  const { metric, scale, coders, values } = table;
  const people = coders.flatMap(({ isHuman }, index) => (isHuman ? [index] : []));
  const machines = coders.flatMap((one, index) => (one.isHuman ? [] : [{ one, index }]));
  const byPeople = (row: LabelRow): number[] => people.map((index) => Math.max(0, row[index] ?? 0));
  const describe = (coder: string, labelIn: (row: LabelRow) => number): CalibratedCoder =>
    calibrateCoder(coder, table, {
      rows: mapRows(labelled, (row) => [labelIn(row), ...byPeople(row)]),
      people: people.length,
      isTested: part !== 'development',
      design,
      random: (of) => openRandom('calibration', of, metric, part, coder),
    });
  const panel = (row: LabelRow): number =>
    consensus(
      machines.map(({ index }) => row[index] ?? 0),
      scale.level,
    );
  const names = machines.map(({ one }) => one);
  return {
    ...{ metric, part, level: scale.level, humans: people.length, values },
    ...describePeople(table, mapRows(labelled, byPeople), { design, openRandom, part }),
    coders: [
      ...machines.map(({ one, index }) => describe(coderName(one, names), (row) => row[index] ?? 0)),
      ...(machines.length > 1 ? [{ ...describe('panel', panel), difference: panelDifference(table, labelled) }] : []),
    ],
  };
}

/** The mean of the annotators' mean − a person's label: the panel's label, one of two middle ones, would be too low. */
function panelDifference(
  { coders, numbers, scale }: LabelTable,
  labelled: readonly DiscussionRows[],
): number | undefined {
  if (scale.level === 'nominal') return undefined;
  const valuesIn = (row: LabelRow, ofPeople: boolean): number[] =>
    coders.flatMap(({ isHuman = false }, index) =>
      isHuman === ofPeople ? (numbers[(row[index] ?? 0) - 1] ?? []) : [],
    );
  const differences = labelled.flatMap(({ rows }) =>
    rows.flatMap((row) => {
      const own = meanOf(valuesIn(row, false));
      return own === undefined ? [] : valuesIn(row, true).map((person) => own - person);
    }),
  );
  return meanOf(differences);
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, one) => sum + one, 0) / values.length;
}

function mapRows(discussions: readonly DiscussionRows[], change: (row: LabelRow) => LabelRow): DiscussionRows[] {
  return discussions.map((discussion) => ({ ...discussion, rows: discussion.rows.map(change) }));
}

/** How far people agree among each other. */
function describePeople(
  table: LabelTable,
  rows: readonly DiscussionRows[],
  { design, openRandom, part }: CalibrateOptions,
): Pick<Calibration, 'comments' | 'clusters' | 'humanAlpha' | 'humanKappa'> {
  const { scale, numbers, metric, coders } = table;
  const people = coders.filter(({ isHuman }) => isHuman).length;
  const strata = clusterRows(rows, design);
  const random = (of: string): ReturnType<OpenRandom> => openRandom('calibration', of, metric, part, 'people');
  const statistic = alphaStatistic({ numbers, levels: [scale.level] });
  const pairs = Array.from({ length: people }, (_, one) =>
    Array.from({ length: people - one - 1 }, (__, step) => [one, one + step + 1] as const),
  ).flat();
  return {
    comments: rows.reduce((sum, each) => sum + each.rows.length, 0),
    clusters: strata.flat().length,
    humanAlpha:
      people > 1 ? estimate({ statistic, strata, random: random('alpha') }).get(`alpha_${scale.level}`) : undefined,
    humanKappa: people > 1 ? kappaOf(table, { strata, pairs, random: random('kappa') }) : undefined,
  };
}
