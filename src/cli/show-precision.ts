import { resolve } from 'node:path';
import { fail } from '../errors.js';
import { planPrecision, type Precision } from '../forecast/plan-precision.js';
import { readPilot } from '../forecast/read-pilot.js';
import { formatTable } from './format-table.js';

/** `plan --from RUN --width W`: shows how many replicates the measures of a finished run need for intervals of width W. */
export async function showPrecision(run: string, { width, json }: { width?: number; json?: boolean }): Promise<void> {
  if (width === undefined) {
    const what = '--from needs --width, the maximum width of the 95 % interval of a measure, in its own unit.';
    throw fail({ code: 'SYNDISCO_USAGE', what, todo: 'Add --width, for example --width 0.5.' });
  }
  const dir = resolve(run);
  const measures = await readPilot(dir);
  const rows = measures.map((measure) => planPrecision(measure, width));
  const text = json ? JSON.stringify({ from: dir, width, measures: rows }) : describe(rows, width).join('\n');
  process.stdout.write(`${text}\n`);
}

function describe(rows: readonly Precision[], width: number): string[] {
  const header = ['measure', 'discussions', 'mean', 'sd', 'one condition', 'difference', 'paired difference'];
  return [
    `replicates per condition for a 95 % interval of width ${width} or less:`,
    '',
    ...formatTable(
      header,
      rows.map(({ measure, discussions, mean, sd, oneCondition, independent, paired }) => [
        measure,
        String(discussions),
        ...[mean, sd].map((value) => (Number.isFinite(value) ? value.toFixed(3) : '')),
        ...[oneCondition, independent, paired].map((count) => (Number.isFinite(count) ? String(count) : '')),
      ]),
    ),
  ];
}
