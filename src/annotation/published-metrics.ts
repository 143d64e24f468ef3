import type { PublishedMetric } from '../generated/annotation.js';
import type { MetricConfig } from '../plan/job.js';

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
