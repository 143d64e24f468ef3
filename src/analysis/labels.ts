import { askedNumbers, readPair } from '../documents/free-text-labels.js';
import type { AnnotationEntry, AnnotationRecord, LabelRecord, MetricRecord } from '../documents/records.js';
import type { LabelValue } from '../metrics/label.js';
import { metricTypeOf } from '../metrics/registry.js';

/** A discussion's annotation with the answers found for its comments. */
export interface AnsweredAnnotation {
  annotation: Pick<AnnotationRecord, 'annotator' | 'annotatorId' | 'model' | 'prompt' | 'metrics'>;
  /** By the comment's turn. */
  answers: ReadonlyMap<number, AnnotationEntry>;
}

/** The label that a model gave, or the mean of all that it held possible. */
export type LabelChoice = 'drawn' | 'expected';

/** One comment's value of a metric: over repeats of a coder first, then over coders. */
export interface CommentLabel {
  metric: string;
  turn: number;
  value: number;
}

/**
 * The labels of a discussion's comments. A coder is an annotator with a model; repeats are never extra coders. Ordered
 * values count by rank. Categories become one measure per value, 1 where it was chosen. Answers without a value are left out.
 */
export function commentLabels(
  annotations: readonly AnsweredAnnotation[],
  categories: Categories,
  choice: LabelChoice = 'drawn',
): CommentLabel[] {
  const byCoder = new Map<string, { metric: string; turn: number; coders: Map<string, number[]> }>();
  for (const { annotation, answers } of annotations) {
    const coder = coderKey(annotation);
    const reading = { categories, choice, numbersOf: openNumbers(annotation) };
    for (const [turn, entry] of answers) {
      for (const [metric, value] of valuesOf(entry, reading)) {
        const key = `${turn} ${metric}`;
        const label = byCoder.get(key) ?? { metric, turn, coders: new Map<string, number[]>() };
        label.coders.set(coder, [...(label.coders.get(coder) ?? []), value]);
        byCoder.set(key, label);
      }
    }
  }
  return Array.from(byCoder.values(), ({ metric, turn, coders }) => ({
    metric,
    turn,
    value: meanOf([...coders.values()].map(meanOf)),
  }));
}

/** A coder is an annotator with a model. */
export function coderKey({
  model,
  annotatorId,
  annotator,
}: Pick<AnnotationRecord, 'annotator' | 'annotatorId' | 'model'>): string {
  return JSON.stringify([model, annotatorId ?? annotator]);
}

/** The values that each metric without an order can have. */
export type Categories = ReadonlyMap<string, readonly string[]>;

/**
 * The numbers in the answers of an annotator: labels with true as 1 and false as 0, and the ranks of ordered values, from
 * 1; in free text, the numbers that the prompt asks for.
 */
export function openNumbers(
  annotation: Pick<AnnotationRecord, 'prompt' | 'metrics'>,
): (entry: AnnotationEntry) => [metric: string, value: number][] {
  const asked = askedNumbers(annotation);
  return ({ answer, labels }) =>
    labels.size > 0
      ? [...labels].flatMap(([name, { value }]) => named(name, numberOf(value, annotation.metrics.get(name))))
      : asked.flatMap((name) => named(name, readPair(answer, name, 'number')));
}

function named(name: string, value: number | undefined): [metric: string, value: number][] {
  return value === undefined ? [] : [[name, value]];
}

/** Undefined for texts without an order. */
function numberOf(value: LabelValue, asked: MetricRecord | undefined): number | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'string') return Number(value);
  return asked && metricTypeOf(asked.metric).rank?.(asked.metric, value);
}

interface Reading {
  categories: Categories;
  choice: LabelChoice;
  numbersOf: ReturnType<typeof openNumbers>;
}

function valuesOf(
  entry: AnnotationEntry,
  { categories, choice, numbersOf }: Reading,
): [metric: string, value: number][] {
  if (choice === 'expected' && entry.labels.size > 0)
    return [...entry.labels].flatMap(([name, label]) => expectedOf(name, label, categories.get(name)));
  const chosen = [...entry.labels].flatMap(([name, { value }]) =>
    typeof value === 'string'
      ? (categories.get(name) ?? []).map((level): [string, number] => [`${name}: ${level}`, Number(level === value)])
      : [],
  );
  return [...numbersOf(entry), ...chosen];
}

/** Of a category, the probability of each value among those that are none of "cannot judge". */
function expectedOf(
  name: string,
  { status, score }: LabelRecord,
  levels: readonly string[] | undefined,
): [metric: string, value: number][] {
  if (status !== 'ok' || !score) return [];
  if (score.expected !== null) return [[name, score.expected]];
  const whole = score.probabilities.reduce((sum, [, chance]) => sum + chance, 0);
  const chances = new Map(score.probabilities);
  return whole > 0 ? (levels ?? []).map((level) => [`${name}: ${level}`, (chances.get(level) ?? 0) / whole]) : [];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
