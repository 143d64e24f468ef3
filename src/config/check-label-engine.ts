import type { ConfigReading } from './config-reading.js';
import { engineOf } from './engines/registry.js';
import type { ExperimentConfig } from './experiment-config.js';
import { modelNamed, modelsIn } from './model-named.js';

/** A mean over labels needs their probabilities, from every model that annotates. */
export function checkLabelEngine(reading: ConfigReading, config: ExperimentConfig): void {
  const { annotation } = config;
  const models = Array.from(modelsIn(config, { discussions: false, annotation: true }), (name) =>
    modelNamed(config, name),
  );
  if (!annotation?.metrics || annotation.label !== 'expected') return;
  if (models.every((model) => engineOf(model).scoresLabels)) return;
  const what = 'label: expected needs the probability of every label, which a backend module does not report.';
  const todo = 'Use label: draw or most_likely, or another engine for the annotation.';
  reading.reportContradiction(['annotation', 'label'], what, todo);
}
