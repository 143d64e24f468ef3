import { bootstrapInterval, type Interval, type Random } from '../effects/bootstrap-interval.js';
import type { OpenRandom } from '../open-random.js';
import { areaUnderCurve, type Scored } from './area-under-curve.js';
import { fitLogistic } from './logistic-regression.js';
import { surfaceFeatures } from './surface-features.js';

/** The features of a discussion's comments. */
type DiscussionFeatures = readonly Float64Array[];

export interface Detectability {
  /** Area under the ROC curve of held-out comments; 0.5 is indistinguishable by these features, and nothing more. */
  auc: number;
  /** Discussions are resampled, stratified by corpus. */
  interval: Interval | undefined;
  /** Of the study and of the reference. */
  comments: readonly [number, number];
  discussions: readonly [number, number];
}

const folds = 5;
const mostDiscussions = 500;

/** Keeps the features of at most 500 discussions, a random sample of all that are added. */
export function featureSample(random: Random): {
  readonly kept: DiscussionFeatures[];
  add(texts: readonly string[]): void;
} {
  const kept: DiscussionFeatures[] = [];
  let seen = 0;
  return {
    kept,
    add(texts) {
      if (texts.length === 0) return;
      seen += 1;
      const place = seen <= mostDiscussions ? kept.length : random.integer(seen);
      if (place < mostDiscussions) kept[place] = texts.map(surfaceFeatures);
    },
  };
}

/**
 * Tells the study's comments from the reference's by logistic regression on surface features, in five-fold
 * cross-validation whose folds are whole discussions. Undefined if a corpus has fewer discussions than folds.
 */
export function detect(
  study: readonly DiscussionFeatures[],
  reference: readonly DiscussionFeatures[],
  openRandom: OpenRandom,
): Detectability | undefined {
  if (study.length < folds || reference.length < folds) return undefined;
  const members = [
    ...assignFolds(study, 1, openRandom('folds', 'study')),
    ...assignFolds(reference, 0, openRandom('folds', 'reference')),
  ];
  const scored = members.map((member) => ({ class: member.class, scores: new Array<number>() }));
  for (let fold = 0; fold < folds; fold += 1) {
    const training = members.filter((member) => member.fold !== fold);
    const classify = fitLogistic(
      training.flatMap(({ rows }) => rows),
      training.flatMap(({ rows, class: own }) => rows.map(() => own)),
    );
    members.forEach((member, index) => {
      if (member.fold === fold) scored[index]?.scores.push(...member.rows.map(classify));
    });
  }
  const found = areaWithInterval(scored, openRandom('auc'));
  const count = (corpus: readonly DiscussionFeatures[]): number => corpus.reduce((sum, rows) => sum + rows.length, 0);
  return (
    found && { ...found, comments: [count(study), count(reference)], discussions: [study.length, reference.length] }
  );
}

interface Member {
  class: 0 | 1;
  fold: number;
  rows: DiscussionFeatures;
}

function assignFolds(corpus: readonly DiscussionFeatures[], own: 0 | 1, random: Random): Member[] {
  const order = corpus.map((rows) => ({ rows, key: random.integer(2 ** 30) })).toSorted((a, b) => a.key - b.key);
  return order.map(({ rows }, index) => ({ class: own, fold: index % folds, rows }));
}

interface Cluster {
  class: 0 | 1;
  scores: readonly number[];
}

/** Sorts once: a resample only changes how often each discussion counts. */
function areaWithInterval(
  clusters: readonly Cluster[],
  random: Random,
): Pick<Detectability, 'auc' | 'interval'> | undefined {
  const sorted = clusters
    .flatMap(({ class: own, scores }, cluster) =>
      scores.map((score): Scored & { cluster: number } => ({ score, class: own, cluster })),
    )
    .toSorted((one, other) => one.score - other.score);
  const auc = areaUnderCurve(sorted);
  if (auc === undefined) return undefined;
  const weights = new Uint16Array(clusters.length);
  const strata = ([1, 0] as const).map((own) => [...clusters.keys()].filter((index) => clusters[index]?.class === own));
  const statistic = (drawn: readonly (readonly number[])[]): number | undefined => {
    weights.fill(0);
    for (const cluster of drawn.flat()) weights[cluster] = (weights[cluster] ?? 0) + 1;
    return areaUnderCurve(sorted, ({ cluster }) => weights[cluster] ?? 0);
  };
  return { auc, interval: bootstrapInterval({ strata, statistic, random }) };
}
