import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { resumeAndCheck, snapshot } from '../check-town.js';
import { killGroup, start } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { range, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

const killsPerTown = 5;

/** SIGKILL at random times: while it starts, while it plans, between and in the middle of lines, while it publishes. */
export const killAnywhere: Row = {
  name: 'SIGKILL at random times',
  async run(tier) {
    const towns = Math.ceil(tier.count(30, 2000) / killsPerTown);
    let redone = 0;
    const violations = await tryAll(range(towns), tier.parallel, async (index) => {
      const random = openRandom(tier.seed * 1_000_003 + index);
      const slots = random.pick([1, 4, 16]);
      const padding = random.pick([100, 100, 6_000, 400_000]);
      const town = await buildTown({ slots, padding, jobs: 10, turns: 8, delayMs: random.pick([0, 2, 8]) });
      for (let kill = 0; kill < killsPerTown; kill++) await startAndKill(town, random);
      const before = await snapshot(join(town.runDir, 'discussions'));
      const allowed = killsPerTown * Math.min(town.jobs, slots * 2);
      redone += allowed;
      return resumeAndCheck(town, { redone: allowed, before, again: tier.name === 'full' || index % 4 === 0 });
    });
    return { faults: towns * killsPerTown, violations, note: `at most ${redone} redone turns excused` };
  },
};

async function startAndKill(town: Town, random: Random): Promise<void> {
  const { child, exit } = start(town);
  const before = await sizeOf(town.acknowledged);
  const waits = random.chance(0.8);
  while (waits && child.exitCode === null && (await sizeOf(town.acknowledged)) === before) await delay(2);
  await delay(random.integer(120));
  killGroup(child, 'SIGKILL');
  await exit;
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}
