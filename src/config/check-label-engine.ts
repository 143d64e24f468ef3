import type { ConfigReading } from './config-reading.js';
import { engineOf } from './engines/registry.js';
import type { ExperimentConfig } from './experiment-config.js';

/**
 * Metrics need an engine that can constrain its output. Only the experiment's own model is checked: it does all
 * annotation.
 */
export function checkLabelEngine(reading: ConfigReading, { annotation, model }: ExperimentConfig): void {
  if (!annotation?.metrics || engineOf(model).holdsLabels) return;
  const what = `The ${model.engine} engine has no grammar, so it cannot constrain answers to the metrics.`;
  const todo = 'Use llama_cpp or openai for the annotation, or remove metrics to let annotators answer in free text.';
  reading.reportContradiction(['annotation', 'metrics'], what, todo);
}
