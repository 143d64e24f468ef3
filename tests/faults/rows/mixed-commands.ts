import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { readAcknowledgements } from '../acknowledgements.js';
import { checkTown } from '../check-town.js';
import { run, start, type Exit } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';
import { watchPublished } from '../watch-published.js';

const shape = { jobs: 3, turns: 4, slots: 2, delayMs: 20 };
const grownJobs = 5;
const annotators = 2;
const processes = 9;
const busy = { code: 75, says: 'SYNDISCO_RUN_BUSY' };
const nothingYet = { code: 66, says: 'SYNDISCO_RUN_NOT_FOUND' };
const noDiscussions = { code: 66, says: 'SYNDISCO_DISCUSSIONS_EMPTY' };

interface End {
  code: number;
  says: string;
}

/** What each command may say beside one that makes documents, if it does not end with 0. */
const commands = {
  run: [busy],
  generate: [busy],
  annotate: [busy, noDiscussions],
  export: [nothingYet, noDiscussions],
  plan: [],
  status: [nothingYet],
  clean: [busy, nothingYet],
  verify: [nothingYet],
} satisfies Record<string, readonly End[]>;
type Command = keyof typeof commands;

/** Somebody who shrinks a plan is told, and so is who still has the config of before it grew. */
const shrunk = { code: 78, says: 'SYNDISCO_PLAN_CHANGED' };

/** Commands of every kind at the same time, while the design grows: each says what is documented, nothing is made twice. */
export const mixedCommands: Row = {
  name: 'mixed commands on one run directory',
  shareOfTests: 0.5,
  async run(tier) {
    const towns = partOf(tier, range(tier.count(2, 300)));
    const ends = new Map<string, number>();
    const violations = await tryAll(towns, tier.parallel, async (index) => {
      const town = await buildTown(shape);
      return [...(await mix(town, openRandom(seedOf(tier, index)), ends)), ...(await finish(town))];
    });
    const details = [...ends].sort().map(([end, count]) => `${end}: ${count}`);
    return { faults: towns.length * processes, violations, note: `in ${towns.length} directories`, details };
  },
};

async function mix(town: Town, random: Random, ends: Map<string, number>): Promise<string[]> {
  const watch = watchPublished(town);
  const growsAt = 1 + random.integer(processes - 1);
  const started = [];
  for (const place of range(processes)) {
    const command: Command =
      place === 0 ? 'run' : random.pick(['run', 'generate', 'annotate', 'export', 'plan', 'status', 'clean', 'verify']);
    const isGrown = place >= growsAt;
    started.push({ command, isGrown, exit: start(town, isGrown ? grown : [], { command }).exit });
    await delay(random.integer(600));
  }
  const violations = [];
  for (const { command, isGrown, exit } of started) {
    const ended = await exit;
    const end = `${command} ${ended.code ?? ended.signal ?? '?'}`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
    violations.push(...judge(ended, command, [...commands[command], ...(isGrown ? [] : [shrunk])]));
  }
  return [...violations, ...(await watch.end())];
}

const grown = ['--set', `discussions.experiment_variables.num_experiments=${grownJobs}`];

function judge({ code, stderr }: Exit, command: Command, allowed: readonly End[]): string[] {
  const isRight = code === 0 || allowed.some((end) => end.code === code && stderr.includes(`[${end.says}]`));
  const isBare = /^ {4}at /m.test(stderr);
  return isRight && !isBare ? [] : [`${command} ended with ${code ?? '?'}: ${stderr.trim()}`];
}

/** Whatever was left undone is made, once; the data set has every comment with every annotator, and stays as it is. */
async function finish(town: Town): Promise<string[]> {
  const last = [await run(town, grown, { command: 'run' }), await run(town, grown, { command: 'verify' })];
  const table = join(town.runDir, 'dataset/comments.csv');
  const csv = await readFile(table, 'utf8');
  last.push(await run(town, grown, { command: 'clean' }), await run(town, grown, { command: 'export' }));
  const rows = parse<{ comment_id: string; annotator: string }>(csv, { columns: true });
  const pairs = new Set(rows.map(({ comment_id, annotator }) => `${comment_id} ${annotator}`));
  const comments = new Set(rows.map(({ comment_id }) => comment_id));
  const { labels } = await readAcknowledgements(town);
  const twice = [...labels.values()].filter((nonces) => nonces.length > 1);
  const expected = comments.size * annotators;
  return [
    ...last.filter(({ code }) => code !== 0).map(({ code, stderr }) => `at the end: ${code ?? '?'}: ${stderr.trim()}`),
    ...(await checkTown({ ...town, jobs: grownJobs }, { redone: 0 })),
    ...twice.map(([nonce = '']) => `the label ${nonce} was asked for twice`),
    ...(pairs.size === rows.length && rows.length === expected ? [] : [`${rows.length} rows, not ${expected}`]),
    ...((await readFile(table, 'utf8')) === csv ? [] : ['another export, after clean, is not the same']),
  ];
}
