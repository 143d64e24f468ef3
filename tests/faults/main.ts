/**
 * `npm run test:faults [-- --full] [--row <part of a name>] [--share 0.1] [--parallel 2] [--seed 1]
 * [--only <part of a fault's name>]`: the fault table.
 * The last line counts rows passed, failed and skipped; any violation, and in CI any skip, is exit 1.
 */
import { parseArgs } from 'node:util';
import { rows } from './rows.js';
import type { Tier } from './row.js';
import { runRow, type RowReport } from './run-row.js';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    row: { type: 'string', default: '' },
    share: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const share = Number(values.share);
const tier: Tier = {
  name: values.full ? 'full' : 'quick',
  parallel: Number(values.parallel),
  seed: Number(values.seed),
  only: values.only,
  count: (quick, full) => Math.max(1, Math.ceil((values.full ? full : quick) * share)),
};

const reports: RowReport[] = [];
for (const row of rows.filter(({ name }) => name.includes(values.row))) {
  const report = await runRow(row, tier);
  reports.push(report);
  const { name, faults, violations, seconds, note, skipped } = report;
  const counts = `${String(faults).padStart(7)} faults ${String(violations.length).padStart(3)} violations`;
  const result = faults === 0 && skipped.length > 0 ? 'skipped'.padStart(30) : counts;
  console.log(`${name.padEnd(42)} ${result} ${seconds.toFixed(0).padStart(5)} s  ${note}`);
  for (const reason of skipped) console.log(`  skipped: ${reason}`);
  for (const violation of violations.slice(0, 20)) console.log(`  VIOLATION: ${violation}`);
}
const failed = reports.filter(({ violations }) => violations.length > 0);
const skipped = reports.filter((report) => !failed.includes(report) && report.skipped.length > 0);
const held = reports.length - failed.length - skipped.length;
console.log(`${held} rows held, ${failed.length} did not, ${skipped.length} skipped in whole or in part`);
const isLacking = reports.some((report) => report.isLacking);
process.exitCode = failed.length > 0 || (isLacking && process.env['CI'] !== undefined) ? 1 : 0;
