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
}

export async function runRow(row: Row, tier: Tier): Promise<RowReport> {
  const lacking = missing(row.needs ?? []);
  const startedAt = performance.now();
  const outcome =
    lacking.length > 0
      ? { faults: 0, violations: [], skipped: lacking.map((need) => `this machine has no ${need}`) }
      : await row.run(tier);
  await emptyScratch();
  const seconds = (performance.now() - startedAt) / 1000;
  return { name: row.name, skipped: [], note: '', ...outcome, seconds };
}
