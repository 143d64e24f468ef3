import type { AnnotationEntry, AnnotationRecord } from '../documents/records.js';

/** A discussion's annotation with the answers found for its comments. */
export interface AnsweredAnnotation {
  annotation: Pick<AnnotationRecord, 'annotator' | 'annotatorId' | 'model'>;
  /** By the comment's turn. */
  answers: ReadonlyMap<number, AnnotationEntry>;
}

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
export function commentLabels(annotations: readonly AnsweredAnnotation[], categories: Categories): CommentLabel[] {
  const byCoder = new Map<string, { metric: string; turn: number; coders: Map<string, number[]> }>();
  for (const { annotation, answers } of annotations) {
    const coder = JSON.stringify([annotation.model, annotation.annotatorId ?? annotation.annotator]);
    for (const [turn, entry] of answers) {
      for (const [metric, value] of valuesOf(entry, categories)) {
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

/** The values that each metric of categories can have, in order. */
export type Categories = ReadonlyMap<string, readonly string[]>;

/** Numeric labels, with true as 1 and false as 0; from an answer in free text, pairs such as `Toxicity=3`. */
export function numbersOf({ answer, labels }: AnnotationEntry): [metric: string, value: number][] {
  if (labels.size > 0)
    return [...labels].flatMap(([name, { value }]) =>
      typeof value === 'number' || typeof value === 'boolean' ? [[name, Number(value)]] : [],
    );
  const found = answer.matchAll(/(\w+)\s*[=:]\s*(-?\d+(?:\.\d+)?)/g);
  return Array.from(found, ([, name = '', number]) => [name, Number(number)]);
}

function valuesOf(entry: AnnotationEntry, categories: Categories): [metric: string, value: number][] {
  const chosen = [...entry.labels].flatMap(([name, { value }]) =>
    typeof value === 'string'
      ? (categories.get(name) ?? []).map((level): [string, number] => [`${name}: ${level}`, Number(level === value)])
      : [],
  );
  return [...numbersOf(entry), ...chosen];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
