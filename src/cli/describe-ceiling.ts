import type { Estimate } from '../forecast/estimate-run.js';
import { inShort } from '../experiment/status/describe-status.js';

/** A ceiling on the tokens of a run, and what it has used so far. */
export interface Ceiling {
  limit: number;
  used: number;
}

/** What `--max-tokens-total` allows, and whether the rest of the run fits. */
export function describeCeiling(ceiling: Ceiling | undefined, estimate: Estimate | undefined): string[] {
  if (!ceiling) return [];
  const { limit, used } = ceiling;
  const line = `token ceiling: ${inShort(limit)}, of which ${inShort(used)} are used`;
  if (!estimate) return [line];
  const needed = estimate.promptTokens + estimate.completionTokens;
  const left = Math.max(0, limit - used);
  if (needed <= left) return [`${line}; the rest needs about ${inShort(needed)} and fits`];
  const share = Math.floor((100 * left) / needed);
  return [`${line}; the rest needs about ${inShort(needed)}, so the run stops after about ${share} % of it`];
}
