import type { AnnotatedComment, LabelScore } from '../generated/annotation.js';
import type { Completion } from '../generated/completion.js';
import type { LabelMetric, LabelSpecification, LabelValue } from './label.js';
import type { Metric } from './metric.js';
import { parseLabel } from './parse-label.js';
import { metricTypeOf } from './registry.js';

const significantDigits = 6;

/** What was asked of a metric. */
export interface Asked {
  metric: Metric;
  answers: LabelMetric;
  /** The metric's own label for an answer on the scale that was shown; absent if that was its own. */
  toOwn?: (answer: LabelValue) => LabelValue;
}

/** Which label stands for an answer. */
type LabelRule = 'draw' | 'most_likely' | 'expected';

/** The labels of an answer and, where the engine reports them, what the model made of each metric, on the metrics' own scales. */
export function readLabels(
  { text, label_scores: given }: Pick<Completion, 'text' | 'label_scores'>,
  asked: readonly Asked[],
  rule: LabelRule = 'draw',
): Pick<AnnotatedComment, 'labels' | 'scores'> {
  const listed = asked.filter(({ answers }) => !answers.open);
  const scores = Object.fromEntries(
    listed.flatMap((one, at): [string, LabelScore][] => {
      const score = given?.[at];
      return score ? [[one.metric.name, scoreOf(one, score)]] : [];
    }),
  );
  const spoken = ownLabels(text, asked);
  return {
    labels: rule === 'expected' ? withMeans(spoken, asked, scores) : spoken,
    ...(given && { scores }),
  };
}

function ownLabels(text: string, asked: readonly Asked[]): Record<string, LabelValue> {
  const label: LabelSpecification = asked.map(({ answers }) => answers);
  const parsed = parseLabel(text, label);
  return Object.fromEntries(
    asked.flatMap(({ metric: { name }, toOwn = same }): [string, LabelValue][] => {
      const value = parsed[name];
      return value === undefined ? [] : [[name, toOwn(value)]];
    }),
  );
}

function same(value: LabelValue): LabelValue {
  return value;
}

function scoreOf(
  { metric, answers: { values }, toOwn = same }: Asked,
  { probabilities, legal_mass }: NonNullable<Completion['label_scores']>[number],
): LabelScore {
  const chances = values.map((value, at) => [toOwn(value), probabilities[at] ?? 0] as const);
  const judged = chances.filter(([value]) => value !== null);
  const unjudged = chances.find(([value]) => value === null)?.[1];
  const expected = meanOf(metric, judged);
  return {
    probabilities: Object.fromEntries(judged.map(([value, chance]): [string, number] => [String(value), chance])),
    ...(unjudged !== undefined && { cannot_judge: unjudged }),
    ...(expected !== undefined && { expected }),
    legal_mass,
  };
}

/** Of metrics whose values stand for numbers. */
function meanOf(metric: Metric, chances: readonly (readonly [LabelValue, number])[]): number | undefined {
  const type = metricTypeOf(metric);
  const whole = sum(chances.map(([, chance]) => chance));
  if (whole === 0 || !type.rank) return undefined;
  const weighed = chances.map(([value, chance]) => (type.rank?.(metric, value) ?? 0) * chance);
  return Number((sum(weighed) / whole).toPrecision(significantDigits));
}

/**
 * Integer metrics get their mean: null if "cannot judge" is likelier than all levels together, and no label at all
 * without a score.
 */
function withMeans(
  spoken: Record<string, LabelValue>,
  asked: readonly Asked[],
  scores: Readonly<Record<string, LabelScore>>,
): Record<string, LabelValue> {
  return Object.fromEntries(
    asked.flatMap(({ metric: { name, type } }): [string, LabelValue][] => {
      const { expected, cannot_judge: unjudged = 0 } = scores[name] ?? {};
      const value = type === 'integer' ? (unjudged > 0.5 ? null : expected) : spoken[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
