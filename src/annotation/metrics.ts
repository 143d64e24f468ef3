import type { LabelMetric, LabelSpecification } from '../backends/label.js';
import type { PublishedMetric } from '../generated/annotation.js';
import type { MetricConfig } from '../plan/job.js';

/**
 * Tells annotators the format of their answer. Ends the system text, because it is the same for every comment. Gives no
 * example, which would bias a model towards its values.
 */
export function answerFormat(metrics: readonly MetricConfig[]): string {
  const entries = metrics.map((metric) => `"${metric.name}": ${describeValues(metric)}`);
  const form = `Answer with one JSON object and nothing else: {${entries.join(', ')}}.`;
  return metrics.some(({ cannotJudge }) => cannotJudge) ? `${form} null means that you cannot judge.` : form;
}

function describeValues(metric: MetricConfig): string {
  const values =
    metric.type === 'integer'
      ? [`a whole number from ${metric.minimum} to ${metric.maximum}`]
      : metric.values.map((value) => JSON.stringify(value));
  return [...values, ...(metric.cannotJudge ? ['null'] : [])].join(' or ');
}

/** All valid values of each metric, in the order of the config; null (cannot judge) comes last. */
export function labelSpecification(metrics: readonly MetricConfig[]): LabelSpecification {
  return metrics.map((metric): LabelMetric => {
    const values = metric.type === 'integer' ? levelsOf(metric) : metric.values;
    return { name: metric.name, values: metric.cannotJudge ? [...values, null] : values };
  });
}

function levelsOf({ minimum, maximum }: { minimum: number; maximum: number }): number[] {
  return Array.from({ length: maximum - minimum + 1 }, (_, step) => minimum + step);
}

/**
 * The metrics as the config declares them, with defaults filled in, so that a reader of the labels knows the possible
 * values.
 */
export function publishedMetrics(metrics: readonly MetricConfig[]): Record<string, PublishedMetric> {
  return Object.fromEntries(
    metrics.map(({ name, cannotJudge, ...rest }): [string, PublishedMetric] => [
      name,
      rest.type === 'integer'
        ? { type: rest.type, minimum: rest.minimum, maximum: rest.maximum, cannot_judge: cannotJudge }
        : { type: rest.type, values: [...rest.values], cannot_judge: cannotJudge },
    ]),
  );
}
