import { mean } from 'simple-statistics';
import { bootstrapInterval, type Interval } from './bootstrap-interval.js';
import { cliffsDelta } from './cliffs-delta.js';
import { clusteredTest } from './clustered-test.js';
import { groupIntoClusters, meanOfSums, sumOf, type ClusterSum } from './clusters.js';
import { describeContrast } from './contrasts.js';
import type { Effect } from './effect.js';
import { hedgesG } from './hedges-g.js';
import type { Compared, Side } from './sides.js';
import { welchTest } from './welch-test.js';

/** The unit is the discussion. By default discussions are resampled within their condition; topics are in all of them. */
export function compareGroups(compared: Compared, sides: readonly [Side, Side]): Effect {
  const { measure, analysed, cluster } = compared;
  for (const { id } of sides.flat()) analysed.add(id);
  const [first, second] = [sides[0].map(({ value }) => value), sides[1].map(({ value }) => value)];
  const difference = mean(second) - mean(first);
  const byTopic = cluster === 'topic' ? topicsOf(sides) : undefined;
  return {
    measure,
    design: 'independent',
    n: [first.length, second.length],
    means: [mean(first), mean(second)],
    difference,
    interval: intervalOf(compared, sides, byTopic),
    clusters: byTopic?.length ?? Math.min(first.length, second.length),
    hedgesG: hedgesG(first, second),
    cliffsDelta: cliffsDelta(first, second),
    ...(byTopic ? testOver(byTopic, { first: mean(first), second: mean(second) }) : welchOf(first, second)),
  };
}

/** What a topic adds to the means of both sides. */
interface TopicSums {
  first: ClusterSum;
  second: ClusterSum;
}

function topicsOf([first, second]: readonly [Side, Side]): TopicSums[] {
  const marked = [first, second].flatMap((side, at) => side.map((member) => ({ ...member, at })));
  return groupIntoClusters(marked, 'topic').map((members) => ({
    first: sumOf(members.filter(({ at }) => at === 0)),
    second: sumOf(members.filter(({ at }) => at === 1)),
  }));
}

function intervalOf(
  { contrast, measure, openRandom }: Compared,
  sides: readonly [Side, Side],
  byTopic: readonly TopicSums[] | undefined,
): Interval | undefined {
  const random = openRandom('difference', describeContrast(contrast), measure);
  if (byTopic) {
    const statistic = ([drawn = []]: readonly (readonly TopicSums[])[]): number | undefined =>
      minus(meanOfSums([drawn.map((topic) => topic.second)]), meanOfSums([drawn.map((topic) => topic.first)]));
    return byTopic.length > 1 ? bootstrapInterval({ strata: [byTopic], statistic, random }) : undefined;
  }
  if (sides.some(({ length }) => length < 2)) return undefined;
  const [first, second] = [sumsByCondition(sides[0]), sumsByCondition(sides[1])];
  const statistic = (drawn: readonly (readonly ClusterSum[])[]): number | undefined =>
    minus(meanOfSums(drawn.slice(first.length)), meanOfSums(drawn.slice(0, first.length)));
  return bootstrapInterval({ strata: [...first, ...second], statistic, random });
}

function sumsByCondition(side: Side): ClusterSum[][] {
  const groups = new Map<string, ClusterSum[]>();
  for (const { condition, value } of side) {
    const own = groups.get(condition) ?? [];
    groups.set(condition, own);
    own.push({ sum: value, n: 1 });
  }
  return [...groups.values()];
}

function minus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one - other;
}

function testOver(topics: readonly TopicSums[], means: { first: number; second: number }): Pick<Effect, 't' | 'p'> {
  const n = (side: 'first' | 'second'): number => topics.reduce((sum, topic) => sum + topic[side].n, 0);
  const [n1, n2] = [n('first'), n('second')];
  const influences = topics.map(
    ({ first, second }) => (second.sum - second.n * means.second) / n2 - (first.sum - first.n * means.first) / n1,
  );
  const { t, p } = clusteredTest(means.second - means.first, influences) ?? {};
  return { t, p };
}

function welchOf(first: readonly number[], second: readonly number[]): Pick<Effect, 't' | 'p'> {
  const { t, p } = welchTest(first, second);
  return { t, p };
}
