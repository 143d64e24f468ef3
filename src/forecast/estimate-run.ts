import type { Calibration } from '../generated/calibration.js';
import type { PlanLine } from '../generated/plan-line.js';

/** The remaining work of one kind for one model. */
export interface Workload {
  model: string;
  kind: PlanLine['kind'];
  /** Requests: turns of discussions, or comments to annotate. */
  turns: number;
}

/** Expected seconds, with an 80 % interval. */
export interface Estimate {
  seconds: number;
  low: number;
  high: number;
  promptTokens: number;
  completionTokens: number;
}

/** Half-width of an 80 % interval in standard deviations. */
const z80 = 1.2816;

/** Time and tokens of the remaining work; undefined unless all its models have been calibrated. */
export function estimateRun(
  workloads: readonly Workload[],
  calibrations: ReadonlyMap<string, Calibration>,
): Estimate | undefined {
  const parts = workloads.flatMap((workload) => {
    const pace = calibrations.get(workload.model)?.kinds[workload.kind];
    return pace ? [{ ...workload, turns: workload.turns * (pace.spoken ?? 1), pace }] : [];
  });
  if (parts.length === 0 || parts.length < workloads.length) return undefined;
  const loads = [...new Set(parts.map(({ model }) => model))].map((name) => calibrations.get(name)?.load_seconds ?? 0);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const work = sum(parts.map(({ turns, pace }) => turns * pace.seconds_each));
  const sigma = sum(parts.map(({ turns, pace }) => turns * pace.seconds_each * pace.sigma)) / work;
  const spread = Math.exp(z80 * sigma);
  const seconds = work + sum(loads);
  return {
    seconds,
    low: seconds / spread,
    high: seconds * spread,
    promptTokens: sum(parts.map(({ turns, pace }) => turns * pace.prompt_tokens)),
    completionTokens: sum(parts.map(({ turns, pace }) => turns * pace.completion_tokens)),
  };
}
