import { bootstrapInterval, fewestClusters, type Interval, type Random } from './bootstrap-interval.js';
import { cliffsDelta } from './cliffs-delta.js';
import { clusteredTest } from './clustered-test.js';
import { groupIntoClusters, meanOfSums, sumOf, type ClusterSum } from './clusters.js';
import { describeContrast } from './contrasts.js';
import { neverTogether, noVariation, singleCell, type Effect, type NoEffect } from './effect.js';
import { hedgesG } from './hedges-g.js';
import type { Compared, Side } from './sides.js';
import { cellsIn, differenceOver, meanOf, meanOver, stratify, type Stratum } from './strata.js';
import { welchTest } from './welch-test.js';

/**
 * Within the levels of all other factors: pooled over them, levels with unequal numbers of discussions in each would
 * differ by what the other factors do. By default discussions are resampled within their cell; topics are in all of them.
 */
export function compareGroups(compared: Compared, sides: readonly [Side, Side]): Effect | NoEffect {
  const { contrast, measure, openRandom, analysed, cluster } = compared;
  const { strata, others, ids, leftOut } = stratify(sides);
  if (strata.length === 0) return { reason: neverTogether };
  for (const id of ids) analysed.add(id);
  const [first, second] = [strata.map((stratum) => stratum.first), strata.map((stratum) => stratum.second)];
  const random = openRandom('difference', describeContrast(contrast), measure);
  const byTopic = cluster === 'topic' ? topicsOf(sides, others) : undefined;
  return {
    measure,
    design: 'independent',
    n: [first.flat().length, second.flat().length],
    ...(leftOut.length > 0 && { leftOut }),
    means: [
      meanOver(strata, (stratum) => meanOf(stratum.first)),
      meanOver(strata, (stratum) => meanOf(stratum.second)),
    ],
    difference: differenceOver(strata),
    hedgesG: hedgesG(strata),
    cliffsDelta: meanOver(strata, (stratum) => cliffsDelta(stratum.first, stratum.second) ?? Number.NaN),
    ...(byTopic ? overTopics(byTopic, strata, random) : overDiscussions(strata, random)),
  };
}

type Inference = Pick<Effect, 'interval' | 'clusters' | 't' | 'df' | 'p' | 'untested'>;

function overDiscussions(strata: readonly Stratum[], random: Random): Inference {
  const sizes = (['first', 'second'] as const).map((side) => strata.map((stratum) => stratum[side].length));
  const clusters = sizes.map((cells) => cells.reduce((sum, length) => sum + (length > 1 ? length : 0), 0));
  const { t, df, p } = welchTest(strata);
  return {
    interval: intervalOver(strata, random),
    clusters: Math.min(...clusters),
    ...{ t, df, p },
    ...(p === undefined && { untested: hasSingle(strata) ? singleCell : noVariation }),
  };
}

/** None if a cell has one discussion: it would be drawn again and again, as if it could not have been another. */
function intervalOver(strata: readonly Stratum[], random: Random): Interval | undefined {
  const smaller = Math.min(
    ...(['first', 'second'] as const).map((side) => strata.flatMap((each) => each[side]).length),
  );
  if (hasSingle(strata) || smaller < fewestClusters) return undefined;
  const statistic = (drawn: readonly (readonly number[])[]): number => contrastOf(drawn.map(meanOf));
  return bootstrapInterval({ strata: cellsIn(strata), statistic, random, isReduced: strata.length > 1 });
}

function hasSingle(strata: readonly Stratum[]): boolean {
  return cellsIn(strata).some(({ length }) => length < 2);
}

/** What a topic adds to the mean of each cell, in the order of `cellsIn`. */
type TopicSums = readonly ClusterSum[];

function topicsOf(sides: readonly [Side, Side], others: readonly string[]): TopicSums[] {
  const members = sides.flatMap((side, at) =>
    side.map((member) => ({ ...member, cell: 2 * others.indexOf(member.others) + at })),
  );
  const compared = members.filter((member) => others.includes(member.others));
  return groupIntoClusters(compared, 'topic').map((own) =>
    Array.from({ length: 2 * others.length }, (_, cell) => sumOf(own.filter((member) => member.cell === cell))),
  );
}

function overTopics(topics: readonly TopicSums[], strata: readonly Stratum[], random: Random): Inference {
  const cells = cellsIn(strata);
  const statistic = ([drawn = []]: readonly (readonly TopicSums[])[]): number =>
    contrastOf(cells.map((_, cell) => meanOfSums([drawn.flatMap((topic) => topic[cell] ?? [])]) ?? Number.NaN));
  const influences = topics.map((topic) =>
    contrastOf(topic.map(({ sum, n }, cell) => (sum - n * meanOf(cells[cell] ?? [])) / (cells[cell]?.length ?? 0))),
  );
  const { t, p } = clusteredTest(differenceOver(strata), influences) ?? {};
  return {
    interval: topics.length >= fewestClusters ? bootstrapInterval({ strata: [topics], statistic, random }) : undefined,
    clusters: topics.length,
    ...{ t, p },
    ...(p === undefined && { untested: topics.length < 2 ? 'a single topic' : noVariation }),
  };
}

/** Of one number per cell, second − first, with equal weights for all strata. */
function contrastOf(cells: readonly number[]): number {
  return cells.reduce((sum, value, cell) => sum + (cell % 2 === 0 ? -value : value), 0) / (cells.length / 2);
}
