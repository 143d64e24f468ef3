import type { LabelMetric, LabelSpecification } from '../backends/label.js';
import type { MetricConfig } from '../plan/job.js';

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
