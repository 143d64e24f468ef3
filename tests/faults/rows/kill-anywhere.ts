import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { resumeAndCheck, snapshot } from '../check-town.js';
import { namelessLocks } from '../left-behind.js';
import { isRunning, killGroup, start } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

const killsPerTown = 6;

/** SIGKILL at random times: while it starts, while it plans, between and in the middle of lines, while it publishes. */
export const killAnywhere: Row = {
  name: 'SIGKILL at random times',
  shareOfTests: 0.6,
  async run(tier) {
    const towns = partOf(tier, range(Math.ceil(tier.count(18, 2000) / killsPerTown)));
    let redone = 0;
    const violations = await tryAll(towns, tier.parallel, async (index) => {
      const random = openRandom(seedOf(tier, index));
      const slots = [1, 4, 16][index % 3] ?? 1;
      const padding = random.pick([100, 100, 6_000, 400_000]);
      const town = await buildTown({ slots, padding, jobs: 16, turns: 6, delayMs: random.pick([0, 2, 8]) });
      const found = [];
      for (let kill = 0; kill < killsPerTown; kill++) found.push(...(await startAndKill(town, random)));
      const before = await snapshot(join(town.runDir, 'discussions'));
      const allowed = killsPerTown * Math.min(town.jobs, slots * 2);
      redone += allowed;
      return [...found, ...(await resumeAndCheck(town, { redone: allowed, before, again: index % 4 === 0 }))];
    });
    return { faults: towns.length * killsPerTown, violations, note: `at most ${redone} redone turns excused` };
  },
};

async function startAndKill(town: Town, random: Random): Promise<string[]> {
  const { child, exit } = start(town);
  const before = await sizeOf(town.acknowledged);
  const waits = random.chance(0.8);
  while (waits && isRunning({ child }) && (await sizeOf(town.acknowledged)) === before) await delay(2);
  await delay(random.integer(120));
  killGroup(child, 'SIGKILL');
  await exit;
  return namelessLocks(town);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}
