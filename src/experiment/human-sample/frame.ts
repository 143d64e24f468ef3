import type { LabelSource } from '../../analysis/agreement/collect-labels.js';
import { consensus } from '../../analysis/agreement/consensus.js';
import { scaleOf } from '../../analysis/agreement/scale.js';
import { coderKey } from '../../analysis/labels.js';
import { commentId } from '../../dataset/columns/comment-columns.js';
import { defaultSet } from '../../default-set.js';
import type { CommentRecord, DiscussionRecord } from '../../documents/records.js';
import type { Metric } from '../../metrics/metric.js';
import { metricTypeOf } from '../../metrics/registry.js';
import { plainForm } from '../../plain-form.js';

/** A comment that may be drawn. */
export interface FrameComment {
  id: string;
  condition: string;
  role: string;
  /** Whether an annotator answered about it. */
  isAnnotated: boolean;
  /** By metric, what annotators say together; absent where they gave no label. */
  labels: ReadonlyMap<string, string>;
}

interface Annotated {
  discussion: DiscussionRecord;
  annotations: readonly LabelSource[];
}

interface FrameRule {
  metrics: readonly Metric[];
  withModerator: boolean;
}

/** The comments of a discussion that people may be asked about: those that a model wrote, without silent turns. */
export function frameOf(read: Annotated, { metrics, withModerator }: FrameRule): FrameComment[] {
  const { discussion } = read;
  const annotations = firstAnswers(read);
  return discussion.comments
    .filter((comment) => isGenerated(comment) && (withModerator || !comment.actor.isModerator))
    .map((comment) => ({
      id: commentId({ discussion, comment }),
      condition: discussion.condition,
      role: comment.actor.role,
      isAnnotated: annotations.some(({ answers }) => answers.has(comment.turn)),
      labels: new Map(
        metrics.flatMap((metric): [string, string][] => {
          const label = panelLabel(metric, valuesAt(annotations, metric.name, comment.turn));
          return label === undefined ? [] : [[metric.name, label]];
        }),
      ),
    }));
}

function isGenerated({ text, isOpening, model }: CommentRecord): boolean {
  return text !== '' && !isOpening && model !== 'injected';
}

/** Each coder's first answers in the default set, to the questions as configured. */
function firstAnswers({ annotations }: Annotated): LabelSource[] {
  const own = annotations.filter(({ annotation: { set, form } }) => set === defaultSet && form === plainForm);
  const byCoder = new Map<string, (typeof own)[number]>();
  for (const one of own) {
    const key = coderKey(one.annotation);
    const known = byCoder.get(key);
    if (!known || (one.annotation.repeat ?? 1) < (known.annotation.repeat ?? 1)) byCoder.set(key, one);
  }
  return [...byCoder.values()];
}

type Value = string | number | boolean;

function valuesAt(annotations: readonly LabelSource[], metric: string, turn: number): Value[] {
  return annotations.flatMap(({ answers }) => answers.get(turn)?.labels.get(metric)?.value ?? []);
}

/**
 * The median of the coders' labels, of two middle ones the lower, and of categories the most frequent one; of numbers the
 * mean. Expected values of a metric with levels are one, too, but at the nearest level: strata are made of it.
 */
function panelLabel(metric: Metric, given: readonly Value[]): string | undefined {
  const [first] = given;
  const { level } = metricTypeOf(metric);
  const values = scaleOf({ metric })?.values;
  if (first === undefined) return undefined;
  if (values && level !== null && given.every((value) => values.includes(value))) {
    const value =
      values[
        consensus(
          Int32Array.from(given, (one) => values.indexOf(one) + 1),
          level,
        ) - 1
      ];
    return value === undefined ? undefined : String(value);
  }
  const numbers = given.flatMap((value) => (typeof value === 'number' ? [value] : []));
  if (numbers.length === 0) return String(first);
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return String(values ? Math.round(mean) : mean);
}
