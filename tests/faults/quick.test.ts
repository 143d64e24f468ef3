import { describe, expect, it } from 'vitest';
import type { Tier } from './row.js';
import { rows } from './rows.js';
import { runRow } from './run-row.js';

/** Every change is tried on it; `npm run test:faults -- --full` is the whole table. */
const quick: Tier = {
  name: 'quick',
  parallel: 2,
  seed: 1,
  only: '',
  shard: { index: 1, count: 1 },
  count: (count) => count,
};

/** No row is slow; the machine may be. */
const longestMs = 30 * 60_000;

describe('the fault table, quick tier', () => {
  for (const row of rows.filter(({ isFullOnly }) => !isFullOnly)) {
    it(`when there is ${row.name}, then nothing is lost`, { timeout: longestMs }, async ({ skip }) => {
      const { violations, skipped, isLacking } = await runRow(row, quick);
      expect(violations).toEqual([]);
      expect(isLacking && process.env['CI'] !== undefined, skipped.join()).toBe(false);
      if (skipped.length > 0) skip(skipped.join());
    });
  }
});
