import type { ConfigReading } from './config-reading.js';
import { engineOf } from './engines/registry.js';
import type { ExperimentConfig } from './experiment-config.js';

/**
 * A mean over labels needs their probabilities. Only the experiment's own model is checked: it does all annotation.
 */
export function checkLabelEngine(reading: ConfigReading, { annotation, model }: ExperimentConfig): void {
  if (!annotation?.metrics || annotation.label !== 'expected' || engineOf(model).scoresLabels) return;
  const what = 'label: expected needs the probability of every label, which a backend module does not report.';
  const todo = 'Use label: draw or most_likely, or another engine for the annotation.';
  reading.reportContradiction(['annotation', 'label'], what, todo);
}
