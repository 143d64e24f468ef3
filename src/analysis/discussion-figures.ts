import type { CommentRecord, DiscussionRecord } from '../documents/records.js';
import {
  commentLabels,
  type AnsweredAnnotation,
  type Categories,
  type CommentLabel,
  type LabelChoice,
} from './labels.js';
import { discussionDiversity } from './measures/diversity.js';
import { participantTurns, type MeasureOptions } from './measures/measure.js';
import { measures } from './measures/registry.js';
import { realisedDesign, type RealisedDesign } from './realised-design.js';

/** All that an analysis keeps of a discussion. */
export interface DiscussionFigures {
  id: string;
  condition: string;
  topic: string | undefined;
  factors: Readonly<Record<string, string>>;
  replicate: number | null;
  /** By name; those without a value are absent. Labels are `label: <metric>`: their mean over participants' comments. */
  values: ReadonlyMap<string, number>;
  /** The same without the comments that took more than one try; absent if there are none. */
  withoutResampled?: ReadonlyMap<string, number>;
  /** Comments by what happened to them. */
  comments: { generated: number; flagged: number; resampled: number };
  annotations: number;
  pairs: { all: number; withoutTokens: number };
  realised: RealisedDesign;
}

interface FiguresOptions extends MeasureOptions {
  categories: Categories;
  /** `drawn` if absent. */
  labels?: LabelChoice;
}

/**
 * Measures one discussion with its annotations. The moderator's comments and seed opinions have labels, too, which would
 * hide what participants do: only the labels beside, to be added up over turns, contain those.
 */
export function discussionFigures(
  discussion: DiscussionRecord,
  annotations: readonly AnsweredAnnotation[],
  options: FiguresOptions,
): { figures: DiscussionFigures; labels: CommentLabel[] } {
  const labels = commentLabels(annotations, options.categories, options.labels);
  const own = new Set(participantTurns(discussion).map(({ turn }) => turn));
  const ownLabels = labels.filter(({ turn }) => own.has(turn));
  const { pairs, pairsWithoutTokens } = discussionDiversity(discussion, options);
  const generated = discussion.comments.filter(({ isOpening }) => !isOpening);
  const resampled = new Set(generated.filter(wasResampled).map(({ turn }) => turn));
  const { id, condition, topic, factors = {}, replicate } = discussion;
  const figures = {
    ...{ id, condition, topic, factors, replicate },
    values: valuesOf(discussion, ownLabels, options),
    ...(resampled.size > 0 && {
      withoutResampled: valuesOf(
        without(discussion, resampled),
        ownLabels.filter(({ turn }) => !resampled.has(turn)),
        options,
      ),
    }),
    comments: {
      generated: generated.length,
      flagged: generated.filter(isFlagged).length,
      resampled: resampled.size,
    },
    annotations: annotations.length,
    pairs: { all: pairs, withoutTokens: pairsWithoutTokens },
    realised: realisedDesign(discussion),
  };
  return { figures, labels };
}

/** A detector found something in the reply, it was repaired, or it gave no comment. */
function isFlagged({ flags = [], missing, repairs }: CommentRecord): boolean {
  return flags.length > 0 || missing !== undefined || repairs !== undefined;
}

function wasResampled({ generation }: DiscussionRecord['comments'][number]): boolean {
  return (generation?.failedTries.length ?? 0) > 0;
}

function without(discussion: DiscussionRecord, turns: ReadonlySet<number>): DiscussionRecord {
  return { ...discussion, comments: discussion.comments.filter(({ turn }) => !turns.has(turn)) };
}

function valuesOf(
  discussion: DiscussionRecord,
  labels: readonly CommentLabel[],
  options: MeasureOptions,
): Map<string, number> {
  const values = new Map<string, number>();
  for (const { name, of } of measures) {
    const value = of(discussion, options);
    if (value !== undefined) values.set(name, value);
  }
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { metric, value } of labels) {
    const before = sums.get(metric) ?? { sum: 0, n: 0 };
    sums.set(metric, { sum: before.sum + value, n: before.n + 1 });
  }
  for (const [metric, { sum, n }] of sums) values.set(labelMeasure(metric), sum / n);
  return values;
}

export function labelMeasure(metric: string): string {
  return `label: ${metric}`;
}
