import { readFile, writeFile } from 'node:fs/promises';
import type { RowReport } from './run-row.js';
import type { Shard, Tier } from './row.js';

/** What one process has tried of the table, or several together. */
export interface Tally {
  tier: Tier['name'];
  seed: number;
  share: number;
  shards: readonly Shard[];
  rows: readonly TalliedRow[];
}

interface TalliedRow extends RowReport {
  /** How many shards have tried it to its end. */
  parts: number;
}

/** Written after every row, so that a night that is cut short has not been for nothing. */
export async function saveTally(file: string, tally: Tally): Promise<void> {
  await writeFile(file, `${JSON.stringify(tally, null, 2)}\n`);
}

export async function readTallies(files: readonly string[]): Promise<Tally[]> {
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Tally));
}

/** Shards of one pass, each once, as if one process had tried them all. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const [first] = tallies;
  if (!first) throw new Error('there is nothing to add: name the files of the shards');
  const { tier, seed, share } = first;
  const shards = tallies.flatMap((tally) => tally.shards);
  const kinds = new Set(tallies.map((tally) => JSON.stringify([tally.tier, tally.seed, tally.share])));
  const counts = new Set(shards.map(({ count }) => count));
  if (kinds.size > 1 || counts.size > 1) throw new Error('these are no shards of one pass of the table');
  if (new Set(shards.map(({ index }) => index)).size < shards.length) throw new Error('a shard is there twice');
  const rows = new Map<string, TalliedRow>();
  for (const row of tallies.flatMap((tally) => tally.rows)) rows.set(row.name, addRow(rows.get(row.name), row));
  return { tier, seed, share, shards, rows: [...rows.values()] };
}

function addRow(before: TalliedRow | undefined, row: TalliedRow): TalliedRow {
  if (!before) return row;
  return {
    name: row.name,
    faults: before.faults + row.faults,
    violations: [...before.violations, ...row.violations],
    skipped: [...new Set([...before.skipped, ...row.skipped])],
    note: [before.note, row.note].filter((note) => note !== '').join('; '),
    details: [...before.details, ...row.details],
    seconds: before.seconds + row.seconds,
    processorSeconds: before.processorSeconds + row.processorSeconds,
    isLacking: before.isLacking || row.isLacking,
    parts: before.parts + row.parts,
  };
}

/** What is not in it, in words; empty for a whole pass. */
export function missingParts({ shards, rows }: Tally): string[] {
  const count = shards[0]?.count ?? 1;
  const tried = new Set(shards.map(({ index }) => index));
  const absent = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !tried.has(index));
  const cutShort = rows.filter(({ parts }) => parts < shards.length);
  return [
    ...absent.map((index) => `shard ${index}/${count} has not been added`),
    ...cutShort.map(({ name, parts }) => `${name}: ${parts} of ${shards.length} shards have tried it`),
  ];
}
