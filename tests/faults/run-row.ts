import { missing } from './needs.js';
import type { Row, Tier } from './row.js';
import { emptyScratch } from './scratch.js';

export interface RowReport {
  name: string;
  faults: number;
  violations: readonly string[];
  skipped: readonly string[];
  note: string;
  seconds: number;
  /** Skipped because this machine cannot try it, and not because it was not asked for. */
  isLacking: boolean;
}

export async function runRow(row: Row, tier: Tier): Promise<RowReport> {
  const startedAt = performance.now();
  const reasons = whySkipped(row, tier);
  const outcome = reasons.length > 0 ? { faults: 0, violations: [], skipped: reasons } : await row.run(tier);
  await emptyScratch();
  const seconds = (performance.now() - startedAt) / 1000;
  const isLacking = (outcome.skipped ?? []).some((reason) => reason !== onlyFull);
  return { name: row.name, skipped: [], note: '', ...outcome, seconds, isLacking };
}

const onlyFull = 'it is for the full tier';

function whySkipped({ isFullOnly = false, needs = [] }: Row, tier: Tier): string[] {
  if (isFullOnly && tier.name === 'quick') return [onlyFull];
  return missing(needs).map((need) => `this machine has no ${need}`);
}
