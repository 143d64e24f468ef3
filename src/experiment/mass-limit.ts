import type { ExperimentConfig } from '../config/experiment-config.js';

/** The legal mass below which labels count as missing, if the config sets one. */
export function massLimit({ annotation }: ExperimentConfig): { minLegalMass?: number } {
  return annotation?.minLegalMass === undefined ? {} : { minLegalMass: annotation.minLegalMass };
}
