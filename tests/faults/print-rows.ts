import type { RowReport } from './run-row.js';
import { missingParts, type Tally } from './tally.js';

const mostViolations = 20;

/** One row as it ends. */
export function printRow({ name, faults, violations, seconds, note, details, skipped }: RowReport): void {
  const counts = `${String(faults).padStart(7)} faults ${String(violations.length).padStart(3)} violations`;
  const result = faults === 0 && skipped.length > 0 ? 'skipped'.padStart(30) : counts;
  console.log(`${name.padEnd(42)} ${result} ${seconds.toFixed(0).padStart(5)} s  ${note}`);
  for (const reason of skipped) console.log(`  skipped: ${reason}`);
  for (const detail of details) console.log(`  ${detail}`);
  for (const violation of violations.slice(0, mostViolations)) console.log(`  VIOLATION: ${violation}`);
}

/** All of them together, as a table in Markdown. */
export function printTable(tally: Tally): void {
  console.log(`\n| fault (${tally.tier}, seed ${tally.seed}) | tried | violations | time | processor time | |`);
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { name, faults, violations, seconds, processorSeconds, note, skipped } of tally.rows) {
    const remarks = [...skipped.map((reason) => `skipped: ${reason}`), note].filter((remark) => remark !== '');
    const times = [inWords(seconds), inWords(processorSeconds)];
    const cells = [name, faults.toLocaleString('en'), violations.length, ...times, remarks.join('; ')];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const sum = (of: 'seconds' | 'processorSeconds'): string =>
    inWords(tally.rows.reduce((total, row) => total + row[of], 0));
  const shards = tally.shards.length > 1 ? ` in ${tally.shards.length} shards` : '';
  console.log(`\n${sum('seconds')}${shards}, ${sum('processorSeconds')} of processor time`);
  for (const missing of missingParts(tally)) console.log(`NOT WHOLE: ${missing}`);
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
