import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkTown, resumeAndCheck, snapshot } from '../check-town.js';
import { neighboursElsewhere } from '../neighbours-elsewhere.js';
import { isRunning, killGroup, run, start, type Exit, type Started } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';
import { watchPublished } from '../watch-published.js';

type Play = (town: Town, random: Random) => Promise<string[]>;

const shape = { jobs: 6, turns: 6, slots: 2, delayMs: 25 };

/** Several processes on one run directory: with locks nothing is made twice; without, nothing is lost or mixed. */
export const overlap: Row = {
  name: 'overlap on one run directory',
  async run(tier) {
    const all: readonly Play[] = [together, ownerKilled, ownerPaused, unlocked, growing, neighboursElsewhere];
    const plays = all.filter(({ name }) => name.includes(tier.only));
    const towns = partOf(tier, range(tier.count(all.length, 500)));
    const violations = await tryAll(towns, tier.parallel, async (index) => {
      const play = plays[index % plays.length] ?? together;
      const found = await play(await buildTown(shape), openRandom(seedOf(tier, index)));
      return found.map((violation) => `${play.name}: ${violation}`);
    });
    return { faults: towns.length, violations, note: 'of 2 to 6 processes each' };
  },
};

/** Started at once: one makes everything, the others say 75, or 0 when all is done. */
async function together(town: Town, random: Random): Promise<string[]> {
  const exits = await Promise.all(range(2 + random.integer(5)).map(() => start(town).exit));
  return [...judge(exits), ...(await checkTown(town, { redone: 0 }))];
}

/** The owner dies while another waits for nothing: a dead pid's lock is stale at once, however new its file is. */
async function ownerKilled(town: Town, random: Random): Promise<string[]> {
  const owner = start(town);
  await untilLocked(town, owner);
  await delay(random.integer(400));
  killGroup(owner.child, 'SIGKILL');
  await owner.exit;
  const exits = await Promise.all([start(town).exit, start(town).exit]);
  return [...judge(exits), ...(await checkTown(town, { redone: 4 }))];
}

/** A paused owner is alive, however old its lock's file looks: others go away, and it goes on when it is woken. */
async function ownerPaused(town: Town, random: Random): Promise<string[]> {
  const owner = start(town);
  await untilLocked(town, owner);
  await delay(random.integer(100));
  killGroup(owner.child, 'SIGSTOP');
  const isHeld = (await ageLocks(town)) > 0;
  const other = await run(town);
  killGroup(owner.child, 'SIGCONT');
  const exit = await owner.exit;
  const wrong =
    other.code === (isHeld ? 75 : 0) ? [] : [`beside a paused owner: exit ${other.code ?? '?'}: ${other.stderr}`];
  if (exit.code !== 0 && exit.code !== 75) wrong.push(`the woken owner: exit ${exit.code ?? '?'}: ${exit.stderr}`);
  return [...wrong, ...(await resumeAndCheck(town, { redone: 0 }))];
}

async function untilLocked({ runDir }: Town, { child }: Started): Promise<void> {
  const locks = async (): Promise<string[]> => readdir(join(runDir, 'shards')).catch(() => []);
  while (isRunning({ child }) && !(await locks()).some((name) => name.endsWith('.lock'))) await delay(5);
}

/** Resolves to how many there are. */
async function ageLocks({ runDir }: Town): Promise<number> {
  const dir = join(runDir, 'shards');
  const locks = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.lock'));
  for (const name of locks) await utimes(join(dir, name), 0, 0);
  return locks.length;
}

/** The locks are taken away under them: they may do things twice, and still agree on every document. */
async function unlocked(town: Town, random: Random): Promise<string[]> {
  const started: Started[] = [];
  const watch = watchPublished(town);
  for (let process = 0; process < 2 + random.integer(5); process++) {
    started.push(start(town));
    await delay(random.integer(60));
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

/** The design grows from run to run, once under a killed owner: what was planned and made stays as it is. */
async function growing(town: Town, random: Random): Promise<string[]> {
  const watch = watchPublished(town);
  const sized = (jobs: number): string[] => ['--set', `discussions.experiment_variables.num_experiments=${jobs}`];
  const first = await run(town, sized(2));
  const before = await snapshot(join(town.runDir, 'discussions'));
  const owner = start(town, sized(4));
  await delay(random.integer(1200));
  killGroup(owner.child, 'SIGKILL');
  await owner.exit;
  const found = await resumeAndCheck(town, { redone: 4, before, again: true });
  const plan = await readFile(join(town.runDir, 'plan/0001.jsonl'), 'utf8');
  const kept = plan.trim().split('\n').length === 3 ? [] : ['the first segment of the plan is not what it was'];
  return [...judge([first]), ...(await watch.end()), ...kept, ...found];
}

function judge(exits: readonly Exit[]): string[] {
  const wrong = exits.filter(({ code }) => code !== 0 && code !== 75);
  const nobody = exits.some(({ code }) => code === 0) ? [] : ['nobody made the documents'];
  return [...nobody, ...wrong.map(({ code, stderr }) => `exit ${code ?? '?'}: ${stderr.trim()}`)];
}
