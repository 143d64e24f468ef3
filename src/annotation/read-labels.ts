import type { Completion } from '../backends/backend.js';
import type { LabelMetric, LabelSpecification, LabelValue } from '../backends/label.js';
import type { AnnotatedComment, LabelScore } from '../generated/annotation.js';
import type { LabelRule } from '../plan/job.js';
import { parseLabel } from './parse-label.js';

const significantDigits = 6;

/** The labels of an answer and, where the engine reports them, what the model made of each metric. */
export function readLabels(
  { text, label_scores: scores }: Completion,
  label: LabelSpecification,
  rule: LabelRule = 'draw',
): Pick<AnnotatedComment, 'labels' | 'scores'> {
  const read = Object.fromEntries(
    label.flatMap((metric, at): [string, LabelScore][] => {
      const score = scores?.[at];
      return score ? [[metric.name, scoreOf(metric, score)]] : [];
    }),
  );
  const spoken = parseLabel(text, label);
  return {
    labels: rule === 'expected' ? withMeans(spoken, label, read) : spoken,
    ...(scores && { scores: read }),
  };
}

function scoreOf(
  { values }: LabelMetric,
  { probabilities, legal_mass }: NonNullable<Completion['label_scores']>[number],
): LabelScore {
  const chances = values.map((value, at) => [value, probabilities[at] ?? 0] as const);
  const judged = chances.filter(([value]) => value !== null);
  const unjudged = chances.find(([value]) => value === null)?.[1];
  const expected = meanOf(judged);
  return {
    probabilities: Object.fromEntries(judged.map(([value, chance]): [string, number] => [String(value), chance])),
    ...(unjudged !== undefined && { cannot_judge: unjudged }),
    ...(expected !== undefined && { expected }),
    legal_mass,
  };
}

/** Of numbers only: the levels of an integer metric. */
function meanOf(chances: readonly (readonly [LabelValue, number])[]): number | undefined {
  const whole = sum(chances.map(([, chance]) => chance));
  if (whole === 0 || chances.some(([value]) => typeof value !== 'number')) return undefined;
  return Number((sum(chances.map(([value, chance]) => Number(value) * chance)) / whole).toPrecision(significantDigits));
}

/**
 * Integer metrics get their mean: null if "cannot judge" is likelier than all levels together, and no label at all
 * without a score.
 */
function withMeans(
  spoken: Record<string, LabelValue>,
  label: LabelSpecification,
  scores: Readonly<Record<string, LabelScore>>,
): Record<string, LabelValue> {
  return Object.fromEntries(
    label.flatMap(({ name, values }): [string, LabelValue][] => {
      const isInteger = values.every((value) => typeof value !== 'string');
      const { expected, cannot_judge: unjudged = 0 } = scores[name] ?? {};
      const value = isInteger ? (unjudged > 0.5 ? null : expected) : spoken[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
