import type { MetricConfig } from '../plan/job.js';

/**
 * What annotators are told of the form of their answer. It is the same for every comment, so it ends the system text.
 * No example: a model would lean towards its values.
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
