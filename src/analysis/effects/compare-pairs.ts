import { mean } from 'simple-statistics';
import { bootstrapInterval, fewestClusters } from './bootstrap-interval.js';
import { cliffsDelta } from './cliffs-delta.js';
import { clusteredTest } from './clustered-test.js';
import { groupIntoClusters, meanOfSums, sumOf, type ClusterBy, type Unit } from './clusters.js';
import { describeContrast } from './contrasts.js';
import { noVariation, type Effect, type NoEffect } from './effect.js';
import { pairedDifference } from './paired-difference.js';
import { pairUp, type Compared, type Side } from './sides.js';

/**
 * The unit is the replicate: its differences in several conditions share a set-up, and are averaged before they are
 * tested or resampled.
 */
export function comparePairs(compared: Compared, sides: readonly [Side, Side]): Effect | NoEffect {
  const { contrast, measure, openRandom, analysed, cluster } = compared;
  const { pairs, ids, withoutPartner } = pairUp(sides);
  if (pairs.length === 0) return { reason: 'no discussion has a partner in the other level' };
  for (const id of ids) analysed.add(id);
  const [first, second] = [pairs.map((pair) => pair.first), pairs.map((pair) => pair.second)];
  const { dAv, difference, ...pairedTest } = pairedDifference(first, second);
  const differences = pairs.map((pair): Unit => ({ topic: pair.topic, value: pair.second - pair.first }));
  const clusters = groupIntoClusters(differences, cluster);
  const { t, p } = cluster === 'discussion' ? pairedTest : testOver(clusters, difference);
  const random = openRandom('difference', describeContrast(contrast), measure);
  return {
    measure,
    design: 'paired',
    n: [sides[0].length, sides[1].length],
    pairs: pairs.length,
    withoutPartner,
    means: [mean(first), mean(second)],
    difference,
    interval:
      clusters.length >= fewestClusters
        ? bootstrapInterval({ strata: [clusters.map(sumOf)], statistic: meanOfSums, random })
        : undefined,
    clusters: clusters.length,
    ...{ dAv, cliffsDelta: cliffsDelta(first, second), t, p },
    ...(p === undefined && { untested: clusters.length < 2 ? singleOf(cluster) : noVariation }),
  };
}

function singleOf(cluster: ClusterBy): string {
  return cluster === 'topic' ? 'a single topic' : 'a single pair';
}

function testOver(clusters: readonly (readonly Unit[])[], difference: number): Pick<Effect, 't' | 'p'> {
  const pairs = clusters.reduce((sum, own) => sum + own.length, 0);
  const influences = clusters.map((own) => own.reduce((sum, { value }) => sum + (value - difference) / pairs, 0));
  const { t, p } = clusteredTest(difference, influences) ?? {};
  return { t, p };
}
