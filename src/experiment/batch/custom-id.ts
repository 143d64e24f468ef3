import type { Request } from '../../backends/backend.js';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { PlanLine } from '../../plan/job.js';
import { nameRequest } from '../../run/complete-request.js';
import { sha256 } from '../../sha256.js';

/** Starts the ids of all requests of an experiment, so that results of another one can be told. */
export function idPrefix({ name, seed }: ExperimentConfig): string {
  return `syndisco-${sha256(JSON.stringify([name, seed])).slice(0, 8)}-`;
}

/** 58 letters, digits and hyphens: the same for the same request of the same job, whenever it is written. */
export function customId(config: ExperimentConfig, line: PlanLine, request: Request): string {
  const { index, try: attempt, request: content } = nameRequest(request);
  return idPrefix(config) + sha256(JSON.stringify([line.hash, index, attempt, content])).slice(0, 40);
}
