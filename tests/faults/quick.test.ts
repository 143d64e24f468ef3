import { describe, expect, it } from 'vitest';
import type { Row, Tier } from './row.js';
import { rows } from './rows.js';
import { runRow } from './run-row.js';

/** Every change is tried on a part of it; `npm run test:faults` tries all of it, and with `--full` the whole table. */
function tierOf({ shareOfTests = 1 }: Row): Tier {
  const count = (quick: number): number => Math.ceil(quick * shareOfTests);
  return { name: 'quick', parallel: 2, seed: 1, only: '', shard: { index: 1, count: 1 }, count };
}

/** No row is slow; the machine may be. */
const longestMs = 30 * 60_000;

describe('the fault table, quick tier', () => {
  for (const row of rows.filter(({ isFullOnly }) => !isFullOnly)) {
    it(`when there is ${row.name}, then nothing is lost`, { timeout: longestMs }, async ({ skip }) => {
      const { violations, skipped, isLacking } = await runRow(row, tierOf(row));
      expect(violations).toEqual([]);
      expect(isLacking && process.env['CI'] !== undefined, skipped.join()).toBe(false);
      if (skipped.length > 0) skip(skipped.join());
    });
  }
});
