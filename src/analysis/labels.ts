import { askedNumbers, readPair } from '../documents/free-text-labels.js';
import type { AnnotationEntry, AnnotationRecord, LabelRecord } from '../documents/records.js';

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
 * The labels of a discussion's comments. A coder is an annotator with a model; repeats are never extra coders.
 * Categories become one measure per value, 1 where it was chosen. Answers without a value are left out.
 */
export function commentLabels(
  annotations: readonly AnsweredAnnotation[],
  categories: Categories,
  choice: LabelChoice = 'drawn',
): CommentLabel[] {
  const byCoder = new Map<string, { metric: string; turn: number; coders: Map<string, number[]> }>();
  for (const { annotation, answers } of annotations) {
    const coder = coderKey(annotation);
    const reading = { categories, choice, asked: askedNumbers(annotation) };
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

/** The values that each metric of categories can have, in order. */
export type Categories = ReadonlyMap<string, readonly string[]>;

/** Numeric labels, with true as 1 and false as 0; from an answer in free text, the numbers that its prompt asks for. */
export function numbersOf(
  { answer, labels }: AnnotationEntry,
  asked: ReturnType<typeof askedNumbers>,
): [metric: string, value: number][] {
  if (labels.size === 0)
    return asked.flatMap((name): [string, number][] => {
      const value = readPair(answer, name, 'number');
      return value === undefined ? [] : [[name, value]];
    });
  return [...labels].flatMap(([name, { value }]) =>
    typeof value === 'number' || typeof value === 'boolean' ? [[name, Number(value)]] : [],
  );
}

interface Reading {
  categories: Categories;
  choice: LabelChoice;
  asked: ReturnType<typeof askedNumbers>;
}

function valuesOf(entry: AnnotationEntry, { categories, choice, asked }: Reading): [metric: string, value: number][] {
  if (choice === 'expected' && entry.labels.size > 0)
    return [...entry.labels].flatMap(([name, label]) => expectedOf(name, label, categories.get(name)));
  const chosen = [...entry.labels].flatMap(([name, { value }]) =>
    typeof value === 'string'
      ? (categories.get(name) ?? []).map((level): [string, number] => [`${name}: ${level}`, Number(level === value)])
      : [],
  );
  return [...numbersOf(entry, asked), ...chosen];
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
