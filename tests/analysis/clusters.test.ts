import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { DiscussionFigures } from '../../src/analysis/discussion-figures.js';
import { discussionFigures } from '../../src/analysis/discussion-figures.js';
import type { ClusterBy } from '../../src/analysis/effects/clusters.js';
import { clusteredTest } from '../../src/analysis/effects/clustered-test.js';
import { compareLevels } from '../../src/analysis/effects/compare-levels.js';
import { pairedDifference } from '../../src/analysis/effects/paired-difference.js';
import { usualOptions } from '../../src/analysis/measures/measure.js';
import { openStream } from '../../src/random-stream.js';
import { discussionOf } from './town-hall.js';

const hasR = spawnSync('Rscript', ['--version']).status === 0;
if (!hasR) process.stderr.write('skipped: no Rscript on this machine\n');

/** Twelve replicates on four topics, unevenly; topics differ a lot in the length of comments and in what moderation does. */
const topics = ['buses', 'lift', 'lift', 'phones', 'buses', 'lift', 'phones', 'pool', 'lift', 'buses', 'lift', 'pool'];
const study = ['none', 'strict'].flatMap((level) => topics.map((topic, index) => figuresOf(level, topic, index + 1)));

function figuresOf(level: string, topic: string, replicate: number): DiscussionFigures {
  const ofTopic = { buses: 4, lift: 20, phones: 40, pool: 28 }[topic] ?? 0;
  const effect = level === 'strict' ? ofTopic / 4 + (replicate % 3) : 0;
  const discussion = discussionOf([{ by: 'anna', text: 'bus '.repeat(ofTopic + replicate + effect).trim() }], {
    id: `moderation-${level}-${replicate}`,
    condition: `moderation-${level}`,
    factors: { moderation: level },
    ...{ topic, replicate },
  });
  return discussionFigures(discussion, [], { ...usualOptions, categories: new Map() }).figures;
}

function compare(isPaired: boolean, cluster: ClusterBy) {
  const contrast = { factor: 'moderation', levels: ['none', 'strict'] as const, within: {} };
  const openRandom = (...purpose: readonly string[]) => openStream([3, 'clusters', ...purpose]);
  const ports = { openRandom, analysed: new Set<string>() };
  const effect = compareLevels({ contrast, measure: 'words_per_comment', figures: study, isPaired, cluster, ...ports });
  if ('reason' in effect) throw new Error(effect.reason);
  return effect;
}

function widthOf({ interval }: ReturnType<typeof compare>): number {
  return interval ? interval.high - interval.low : Number.NaN;
}

test('when comments were resampled, then a measure of texts has a difference without them, and one that counts turns has none', () => {
  const talks = ['none', 'strict'].flatMap((level) =>
    [1, 2].map((replicate) => {
      const talk = [
        { by: 'anna', text: 'Buses, please.' },
        { by: 'ben', text: 'No, no, no.', failedTries: level === 'strict' ? 1 : 0 },
      ];
      const changes = { id: `${level}-${replicate}`, condition: level, factors: { moderation: level }, replicate };
      return discussionFigures(discussionOf(talk, changes), [], { ...usualOptions, categories: new Map() }).figures;
    }),
  );
  const without = (measure: string): unknown => {
    const contrast = { factor: 'moderation', levels: ['none', 'strict'] as const, within: {} };
    const openRandom = () => openStream([3, 'clusters']);
    const rest = { isPaired: true, cluster: 'discussion' as const, openRandom, analysed: new Set<string>() };
    const effect = compareLevels({ contrast, measure, figures: talks, ...rest });
    return 'reason' in effect ? effect.reason : effect.withoutResampled;
  };

  expect(without('words_per_comment')).toBeCloseTo(2 - 2.5, 12);
  expect(without('participation')).toBeUndefined();
});

describe('cluster: topic', () => {
  test('when topics are few and differ, then intervals are wider than over discussions, and the estimate is the same', () => {
    for (const isPaired of [true, false]) {
      const [byTopic, byDiscussion] = [compare(isPaired, 'topic'), compare(isPaired, 'discussion')];

      expect(byTopic.clusters).toBe(4);
      expect(byTopic.difference).toBe(byDiscussion.difference);
      expect(byTopic.p).not.toBe(byDiscussion.p);
    }
    expect(widthOf(compare(true, 'topic'))).toBeGreaterThan(1.3 * widthOf(compare(true, 'discussion')));
  });

  test('when every pair is a cluster of its own, then the clustered test is the paired test', () => {
    const [first, second] = [
      [1, 2, 3, 5],
      [2, 2, 6, 9],
    ];
    const { t, p, difference } = pairedDifference(first, second);
    const influences = first.map((value, pair) => ((second[pair] ?? 0) - value - difference) / first.length);

    expect(clusteredTest(difference, influences)?.t).toBeCloseTo(t ?? Number.NaN, 12);
    expect(clusteredTest(difference, influences)?.p).toBeCloseTo(p ?? Number.NaN, 12);
    expect(clusteredTest(1, [0, 0, 0])).toBeUndefined();
    expect(clusteredTest(1, [0.5])).toBeUndefined();
  });

  test.skipIf(!hasR)('when R clusters by topic, paired or not, then estimate, t and p agree to 1e-9', () => {
    const words = study.map(({ values }) => values.get('words_per_comment') ?? Number.NaN);
    const independent = study.map(({ topic = '', factors }, at) => [words[at], factors['moderation'], topic]);
    const paired = topics.map((topic, at) => [(words[at + 12] ?? 0) - (words[at] ?? 0), 'both', topic]);

    for (const [isPaired, rows] of [
      [true, paired],
      [false, independent],
    ] as const) {
      const input = ['value,side,topic', ...rows.map((row) => row.join(','))].join('\n');
      const script = fileURLToPath(new URL('peers.R', import.meta.url));
      const { stdout } = spawnSync('Rscript', [script], { input, encoding: 'utf8' });
      const { difference, t, p } = compare(isPaired, 'topic');
      stdout
        .trim()
        .split('\n')
        .forEach((value, at) => {
          expect([difference, t, p][at]).toBeCloseTo(Number(value), 9);
        });
      expect(stdout.trim().split('\n')).toHaveLength(3);
    }
  });
});
