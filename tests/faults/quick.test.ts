import { describe, expect, it } from 'vitest';
import type { Tier } from './row.js';
import { rows } from './rows.js';
import { runRow } from './run-row.js';

/** Every change is tried on it; `npm run test:faults -- --full` is the whole table. */
const quick: Tier = { name: 'quick', parallel: 2, seed: 1, count: (count) => count };

describe('the fault table, quick tier', () => {
  it.each(rows.filter(({ name }) => !name.startsWith('size')).map((row) => [row.name, row] as const))(
    'when there is %s, then nothing is lost',
    async (_, row) => {
      const report = await runRow(row, quick);
      expect(report.violations).toEqual([]);
      for (const reason of report.skipped) console.warn(`skipped: ${report.name}: ${reason}`);
      if (process.env['CI'] !== undefined) expect(report.skipped).toEqual([]);
    },
    300_000,
  );
});
