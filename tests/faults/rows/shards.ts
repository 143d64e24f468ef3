import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { resumeAndCheck } from '../check-town.js';
import { isRunning, killGroup, run, start, type Exit } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

const mostProcesses = 32;

/** Many processes, a shard each, some killed; then the plan is cut into another number of shards. */
export const shards: Row = {
  name: 'shards, their number changed',
  async run(tier) {
    const processes = tier.name === 'full' ? mostProcesses : 8;
    const towns = partOf(tier, range(tier.count(1, 50)));
    const violations = await tryAll(towns, 1, async (index) => {
      const random = openRandom(seedOf(tier, index));
      const town = await buildTown({ jobs: 40, turns: 3, slots: 1, delayMs: 30 });
      const wrong = await otherCount(town, processes);
      const { exits, killed } = await allShards(town, random, processes);
      const count = 2 + random.integer(3);
      exits.push(...(await Promise.all(range(count).map((shard) => run(town, shardOf(shard, count))))));
      const made = await countDocuments(town);
      const union = made === town.jobs ? [] : [`the shards made ${made} of ${town.jobs} documents`];
      const failed = exits.filter(({ code, signal }) => signal === null && code !== 0);
      const told = failed.map(({ code, stderr }) => `exit ${code ?? '?'}: ${stderr.trim()}`);
      return [...wrong, ...union, ...told, ...(await resumeAndCheck(town, { redone: killed * 2, again: true }))];
    });
    return { faults: towns.length, violations, note: `of ${processes} processes each` };
  },
};

function shardOf(shard: number, count: number): string[] {
  return ['--shard', `${shard + 1}/${count}`];
}

async function allShards(town: Town, random: Random, processes: number): Promise<{ exits: Exit[]; killed: number }> {
  let killed = 0;
  const started = range(processes).map(async (shard) => {
    const { child, exit } = start(town, shardOf(shard, processes));
    if (!random.chance(0.2)) return exit;
    killed += 1;
    await delay(500 + random.integer(6000));
    killGroup(child, 'SIGKILL');
    return exit;
  });
  return { exits: await Promise.all(started), killed };
}

/** Shards of another count overlap with one that is being made: busy. Of the same count they do not. */
async function otherCount(town: Town, processes: number): Promise<string[]> {
  const owner = start(town, shardOf(0, processes));
  while (isRunning(owner) && !(await isLocked(town))) await delay(5);
  killGroup(owner.child, 'SIGSTOP');
  const isHeld = await isLocked(town);
  const other = await run(town, shardOf(1, 4));
  const neighbour = await run(town, shardOf(1, processes));
  killGroup(owner.child, 'SIGCONT');
  const exit = await owner.exit;
  const wrong = [neighbour, exit]
    .filter(({ code }) => code !== 0)
    .map(({ stderr }) => `beside another shard: ${stderr}`);
  if (!isHeld) return wrong;
  if (other.code !== 75) wrong.push(`beside a shard of another count: exit ${other.code ?? '?'}`);
  const made = await countDocuments(town);
  const most = 2 * Math.ceil(town.jobs / processes);
  return made <= most ? wrong : [...wrong, `two shards made ${made} documents, and ${most} are theirs`];
}

async function countDocuments({ runDir }: Town): Promise<number> {
  return (await readdir(join(runDir, 'discussions'))).filter((name) => !name.startsWith('.')).length;
}

async function isLocked({ runDir }: Town): Promise<boolean> {
  const names = await readdir(join(runDir, 'shards')).catch(() => []);
  return names.some((name) => name.endsWith('.lock'));
}
