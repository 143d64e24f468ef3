import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkTown, resumeAndCheck } from '../check-town.js';
import { killGroup, start, type Exit } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { range, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';
import { watchDocuments } from '../watch-documents.js';

type Play = (town: Town, random: Random) => Promise<string[]>;

const shape = { jobs: 6, turns: 6, slots: 2, delayMs: 25 };

/** Several processes on one run directory: with locks nothing is made twice; without, nothing is lost or mixed. */
export const overlap: Row = {
  name: 'overlap on one run directory',
  async run(tier) {
    const plays: readonly [Play, ...Play[]] = [together, ownerKilled, ownerPaused, unlocked];
    const towns = tier.count(5, 170);
    const violations = await tryAll(range(towns), tier.parallel, async (index) => {
      const play = plays[index % plays.length] ?? together;
      const found = await play(await buildTown(shape), openRandom(tier.seed * 1_000_003 + index));
      return found.map((violation) => `${play.name}: ${violation}`);
    });
    return { faults: towns, violations, note: 'of 2 to 6 processes each' };
  },
};

/** Started at once: one makes everything, the others say 75, or 0 when all is done. */
async function together(town: Town, random: Random): Promise<string[]> {
  const exits = await Promise.all(range(2 + random.integer(3)).map(() => start(town).exit));
  return [...judge(exits), ...(await checkTown(town, { redone: 0 }))];
}

/** The owner dies while another waits for nothing: a dead pid's lock is stale at once. */
async function ownerKilled(town: Town, random: Random): Promise<string[]> {
  const owner = start(town);
  await delay(700 + random.integer(400));
  killGroup(owner.child, 'SIGKILL');
  await owner.exit;
  const exits = await Promise.all([start(town).exit, start(town).exit]);
  return [...judge(exits), ...(await checkTown(town, { redone: 4 }))];
}

/** A paused owner is alive: others go away, and it goes on when it is woken. */
async function ownerPaused(town: Town, random: Random): Promise<string[]> {
  const owner = start(town);
  await delay(800 + random.integer(300));
  killGroup(owner.child, 'SIGSTOP');
  const other = await start(town).exit;
  killGroup(owner.child, 'SIGCONT');
  const exit = await owner.exit;
  const isBusy = other.code === 75 || other.code === 0;
  const wrong = isBusy ? [] : [`beside a paused owner: exit ${other.code ?? '?'}: ${other.stderr}`];
  if (exit.code !== 0 && exit.code !== 75) wrong.push(`the woken owner: exit ${exit.code ?? '?'}: ${exit.stderr}`);
  return [...wrong, ...(await resumeAndCheck(town, { redone: 0 }))];
}

/** The locks are taken away under them: they may do things twice, and still agree on every document. */
async function unlocked(town: Town, random: Random): Promise<string[]> {
  const started = [];
  const watch = watchDocuments(town);
  for (let process = 0; process < 2 + random.integer(5); process++) {
    started.push(start(town));
    await delay(60);
    await rm(join(town.runDir, 'shards'), { recursive: true, force: true });
  }
  const victim = started[random.integer(started.length)];
  await delay(random.integer(1500));
  if (victim) killGroup(victim.child, 'SIGKILL');
  const exits = await Promise.all(started.map(({ exit }) => exit));
  const replaced = await watch.end();
  const crashed = exits.filter(({ code }) => code === 70 || code === 1).map(({ stderr }) => `a crash: ${stderr}`);
  return [...replaced, ...crashed, ...(await resumeAndCheck(town, { redone: Infinity, parallel: true, again: true }))];
}

function judge(exits: readonly Exit[]): string[] {
  const wrong = exits.filter(({ code }) => code !== 0 && code !== 75);
  const nobody = exits.some(({ code }) => code === 0) ? [] : ['nobody made the documents'];
  return [...nobody, ...wrong.map(({ code, stderr }) => `exit ${code ?? '?'}: ${stderr.trim()}`)];
}
