import { readFile } from 'node:fs/promises';
import { missing } from './needs.js';
import { inWords, type Row, type Tier } from './row.js';
import { inScratch } from './scratch.js';

export interface RowReport {
  name: string;
  faults: number;
  violations: readonly string[];
  skipped: readonly string[];
  note: string;
  details: readonly string[];
  seconds: number;
  /** Of all processes that the row started, and of this one: what a busy machine does not distort much. */
  processorSeconds: number;
  /** Skipped because this machine cannot try it, and not because it was not asked for. */
  isLacking: boolean;
}

/** Whatever happens to the row itself is a violation: the others are still tried. */
export async function runRow(row: Row, tier: Tier): Promise<RowReport> {
  const startedAt = performance.now();
  const processorAt = await processorSeconds();
  const reasons = whySkipped(row, tier);
  const outcome = reasons.length > 0 ? { faults: 0, violations: [], skipped: reasons } : await tryRow(row, tier);
  const seconds = (performance.now() - startedAt) / 1000;
  const used = (await processorSeconds()) - processorAt;
  const isLacking = (outcome.skipped ?? []).some((reason) => reason !== onlyFull);
  const report = { name: row.name, skipped: [], note: '', details: [], ...outcome, isLacking };
  return { ...report, seconds, processorSeconds: used };
}

/** Fields 14 to 17 of /proc/self/stat, in ticks of ten milliseconds: of this process, and of those that have ended. */
async function processorSeconds(): Promise<number> {
  const fields = (await readFile('/proc/self/stat', 'utf8')).replace(/^.*\) /, '').split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

async function tryRow(row: Row, tier: Tier): ReturnType<Row['run']> {
  try {
    return await inScratch(() => row.run(tier));
  } catch (error) {
    return { faults: 0, violations: [`the row itself failed: ${inWords(error)}`] };
  }
}

const onlyFull = 'it is for the full tier';

function whySkipped({ isFullOnly = false, needs = [] }: Row, tier: Tier): string[] {
  if (isFullOnly && tier.name === 'quick') return [onlyFull];
  return missing(needs).map((need) => `this machine has no ${need}`);
}
