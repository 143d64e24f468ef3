import type { PublishedMetric } from '../generated/annotation.js';
import type { Metric, MetricCommon } from './metric.js';
import type { Asked } from './read-labels.js';
import { labelMetric, metricTypeOf } from './registry.js';

/** How a form of the questions differs from the plain one. */
export interface QuestionForm {
  scale?: 'reversed';
  /** By metric, in place of its own question. */
  questions?: Readonly<Record<string, string>>;
}

/** Metrics as they are asked: what is said of them, and the answers about a text. */
export interface Questions {
  /** Ends the system text, because it is the same for everything that is asked about. */
  format: string;
  about: (source: string) => readonly Asked[];
}

/** `source`, the text that is asked about, matters to spans only. */
export function askMetrics(metrics: readonly Metric[], form: QuestionForm = {}): Questions {
  const shown = metrics.map((metric) => inForm(metric, form));
  return {
    format: answerFormat(shown.map(({ asked }) => asked)),
    about: (source) =>
      shown.map(({ metric, asked, toOwn }) => ({
        metric,
        answers: labelMetric(asked, source),
        ...(toOwn && { toOwn }),
      })),
  };
}

function inForm(
  metric: Metric,
  { scale, questions }: QuestionForm,
): { metric: Metric; asked: Metric } & Pick<Asked, 'toOwn'> {
  const question = questions?.[metric.name] ?? metric.question;
  const reversed = scale === 'reversed' ? metricTypeOf(metric).reverse?.(metric) : undefined;
  return {
    metric,
    asked: { ...(reversed?.metric ?? metric), ...(question !== undefined && { question }) },
    ...(reversed && { toOwn: reversed.toOwn }),
  };
}

/** Gives no example, which would bias a model towards its values. */
function answerFormat(metrics: readonly Metric[]): string {
  const questions = metrics.flatMap(describeQuestion);
  const entries = metrics.map((metric) => `"${metric.name}": ${describeAnswers(metric)}`);
  const form = `Answer with one JSON object and nothing else: {${entries.join(', ')}}.`;
  const unjudged = metrics.some(({ cannotJudge }) => cannotJudge) ? ' null means that you cannot judge.' : '';
  return [...questions, form + unjudged].join('\n');
}

/** `toxicity: How toxic is the comment? (1 = not toxic, 5 = extremely toxic)` */
function describeQuestion(metric: Metric): string[] {
  const meaning = metricTypeOf(metric).explain?.(metric) ?? '';
  const parts = [metric.question ?? '', meaning && `(${meaning})`].filter((part) => part !== '');
  return parts.length > 0 ? [`${metric.name}: ${parts.join(' ')}`] : [];
}

function describeAnswers(metric: Metric): string {
  const answers = metricTypeOf(metric).describe(metric);
  return metric.cannotJudge ? `${answers} or null` : answers;
}

/**
 * The metrics as a config would write them, with defaults filled in, so that a reader of the labels knows the possible
 * values.
 */
export function publishedMetrics(metrics: readonly Metric[]): Record<string, PublishedMetric> {
  return Object.fromEntries(
    metrics.map(({ name, cannotJudge, question, ...own }) => [
      name,
      { ...written(own), cannot_judge: cannotJudge, ...(question !== undefined && { question }) },
    ]),
  );
}

function written(own: WithoutCommon<Metric>): Omit<PublishedMetric, 'cannot_judge'> {
  if ('maxLength' in own) return { type: own.type, max_length: own.maxLength };
  return 'values' in own ? { ...own, values: [...own.values] } : own;
}

/** Of each type by itself. */
type WithoutCommon<One> = One extends Metric ? Omit<One, keyof MetricCommon> : never;
