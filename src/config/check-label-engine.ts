import type { ConfigReading } from './config-reading.js';
import { engineOf } from './engines/registry.js';
import type { ExperimentConfig } from './experiment-config.js';

/** Metrics need an engine that can hold a model to them. Asked of the experiment's own model alone: it is the one that annotates. */
export function checkLabelEngine(reading: ConfigReading, { annotation, model }: ExperimentConfig): void {
  if (!annotation?.metrics || engineOf(model).holdsLabels) return;
  const what = `The ${model.engine} engine has no grammar: it cannot hold a model to the metrics.`;
  const todo =
    'Use llama_cpp or openai for the annotation, or remove metrics and let annotators answer in their own words.';
  reading.reportContradiction(['annotation', 'metrics'], what, todo);
}
