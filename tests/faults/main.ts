/**
 * `npm run test:faults [-- --full] [--row <part of a name>] [--share 0.1] [--parallel 2] [--seed 1]
 * [--only <part of a fault's name>] [--shard 2/8] [--save FILE]`: the fault table, or some of it.
 * `--full --all` leaves nothing out and ends with one table; it saves what was found after every row, so that it can be
 * left alone. `--add FILE …` adds up what the shards of one pass have saved.
 * The last line counts rows that held; any violation, a pass that is not whole and, in CI, any skip is exit 1.
 */
import { parseArgs } from 'node:util';
import { printRow, printTable } from './print-rows.js';
import { rows } from './rows.js';
import type { Shard, Tier } from './row.js';
import { runRow } from './run-row.js';
import { addTallies, missingParts, readTallies, saveTally, type Tally } from './tally.js';

const { values, positionals } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    add: { type: 'boolean', default: false },
    row: { type: 'string', default: '' },
    share: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    shard: { type: 'string', default: '1/1' },
    save: { type: 'string' },
  },
  allowPositionals: true,
});

const tally = values.add ? addTallies(await readTallies(positionals)) : await tryRows();
if (values.add || values.all) printTable(tally);
const failed = tally.rows.filter(({ violations }) => violations.length > 0);
const skipped = tally.rows.filter((row) => !failed.includes(row) && row.skipped.length > 0);
const held = tally.rows.length - failed.length - skipped.length;
console.log(`${held} rows held, ${failed.length} did not, ${skipped.length} skipped in whole or in part`);
const isLacking = tally.rows.some((row) => row.isLacking) && process.env['CI'] !== undefined;
const isCut = values.add && missingParts(tally).length > 0;
process.exitCode = failed.length > 0 || isLacking || isCut ? 1 : 0;

async function tryRows(): Promise<Tally> {
  const { row, only, share, all } = values;
  if (all && (row !== '' || only !== '' || share !== '1'))
    throw new Error('--all leaves nothing out: no --row, --only or --share');
  const shard = shardOf(values.shard);
  const save = values.save ?? (all ? `faults-${shard.index}-of-${shard.count}.json` : undefined);
  const tier = openTier(shard);
  const tried = { tier: tier.name, seed: tier.seed, share: Number(share), shards: [shard], rows: [] as Tally['rows'] };
  for (const one of rows.filter(({ name }) => name.includes(row))) {
    const report = await runRow(one, tier);
    printRow(report);
    tried.rows = [...tried.rows, { ...report, parts: 1 }];
    if (save !== undefined) await saveTally(save, tried);
  }
  return tried;
}

function openTier(shard: Shard): Tier {
  const { full, parallel, seed, only, share } = values;
  return {
    name: full ? 'full' : 'quick',
    parallel: Number(parallel),
    seed: Number(seed),
    only,
    shard,
    count: (quick, whole) => Math.max(1, Math.ceil((full ? whole : quick) * Number(share))),
  };
}

function shardOf(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (!(shard.index >= 1 && shard.index <= shard.count)) throw new Error(`--shard ${text}: expected one like 2/8`);
  return shard;
}
