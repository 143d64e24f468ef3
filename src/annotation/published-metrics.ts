import type { PublishedMetric } from '../generated/annotation.js';
import type { MetricConfig } from '../plan/job.js';

/** The metrics as the config writes them, nothing left to a default: who reads the labels knows the declared levels. */
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
