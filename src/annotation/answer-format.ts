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
