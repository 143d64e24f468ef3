import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Status } from '../../../src/generated/status.js';
import { resumeAndCheck } from '../check-town.js';
import { missing } from '../needs.js';
import { isRunning, start, type Exit, type Started } from '../program.js';
import { openRandom } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

interface Case {
  name: string;
  /** Tried beside the table's own signals, a tenth as often. */
  isExtra?: boolean;
  /** Given a running program; resolves to what is wrong with how it ended. */
  play: (town: Town) => Promise<string[]>;
  delayMs?: number;
}

const longestStopMs = 22_000;
const quietStartMs = 50;

const cases: readonly Case[] = [
  { name: 'SIGTERM', play: (town) => signalled(town, ['SIGTERM'], 143) },
  { name: 'SIGINT', play: (town) => signalled(town, ['SIGINT'], 130) },
  { name: 'SIGTERM twice', play: (town) => signalled(town, ['SIGTERM', 'SIGTERM'], 143), delayMs: 20_000 },
  { name: 'SIGINT twice', play: (town) => signalled(town, ['SIGINT', 'SIGINT'], 130), delayMs: 20_000 },
  { name: 'SIGHUP under nohup', play: (town) => signalled(town, ['SIGHUP'], 0, ['nohup']) },
  { name: 'stdout closed', play: closeStdout },
  { name: 'SIGTERM while replies take longer than the grace', play: outlast, delayMs: 60_000, isExtra: true },
  {
    name: 'SIGINT, then SIGTERM',
    play: (town) => signalled(town, ['SIGINT', 'SIGTERM'], 143),
    delayMs: 20_000,
    isExtra: true,
  },
  { name: 'SIGUSR1', play: (town) => signalled(town, ['SIGUSR1'], 75), isExtra: true },
  { name: 'SIGUSR2', play: (town) => signalled(town, ['SIGUSR2'], 0), isExtra: true },
  { name: '--stop-after', play: stopInTime, isExtra: true },
];

/** Every signal while comments are being made: exit code, time, and a clean resume. */
export const signals: Row = {
  name: 'SIGTERM SIGINT SIGHUP SIGUSR2 EPIPE',
  async run(tier) {
    const rounds = range(tier.count(1, 200));
    const chosen = cases.filter(({ name }) => name.includes(tier.only));
    const all = partOf(
      tier,
      rounds.flatMap((round) => chosen.filter(({ isExtra }) => !isExtra || round % 10 === 0)),
    );
    const violations = await tryAll(all, tier.parallel * 2, async ({ name, play, delayMs = 40 }) => {
      const town = slowTown(await buildTown({ jobs: 4, turns: 6, slots: 2, delayMs }));
      const wrong = await play(town);
      const found = [...wrong, ...(await resumeAndCheck(quickTown(town), { redone: 8 }))];
      return found.map((violation) => `${name}: ${violation}`);
    });
    const lacking = missing(['script']);
    const isAsked = 'SIGHUP at a terminal'.includes(tier.only);
    const hangUps = lacking.length > 0 || !isAsked ? [] : partOf(tier, rounds);
    const hungUp = await tryAll(hangUps, tier.parallel, (round) =>
      hangUp(openRandom(seedOf(tier, round)).integer(300)),
    );
    const skipped = lacking.map((need) => `SIGHUP at a terminal: no ${need}`);
    return { faults: all.length + hangUps.length, violations: [...violations, ...hungUp], skipped };
  },
};

async function signalled(
  town: Town,
  sent: readonly NodeJS.Signals[],
  code: number,
  wrap: readonly string[] = [],
): Promise<string[]> {
  const goesOn = code === 0;
  const started = start(goesOn ? steadyTown(town) : town, [], { wrap });
  await untilAsked(town, started, town.delayMs > 1000 ? 0 : 1);
  const sentAt = performance.now();
  for (const signal of sent) {
    started.child.kill(signal);
    await delay(100);
  }
  const exit = await started.exit;
  // Replies take twenty seconds there: who waits for one has not heard the second signal.
  const isDeaf = sent.length > 1 && performance.now() - sentAt > 15_000 + (await lagMs());
  return [...judge(exit, code), ...(isDeaf ? ['the second signal did not end it'] : [])];
}

async function outlast(town: Town): Promise<string[]> {
  const started = start(town);
  await untilAsked(town, started, 0);
  const sentAt = performance.now();
  started.child.kill('SIGTERM');
  const exit = await started.exit;
  const ms = performance.now() - sentAt - (await lagMs());
  return [...judge(exit, 143), ...(ms > longestStopMs ? [`it took ${Math.round(ms)} ms to stop`] : [])];
}

async function closeStdout(town: Town): Promise<string[]> {
  const started = start(steadyTown(town));
  await untilAsked(town, started);
  started.child.stdout?.destroy();
  return judge(await started.exit, 0);
}

async function stopInTime(town: Town): Promise<string[]> {
  return judge(await start(town, ['--stop-after', '2s']).exit, 75);
}

/** By how much this machine is late at the moment: what an empty process takes more than on a quiet one, ten times over. */
async function lagMs(): Promise<number> {
  const startedAt = performance.now();
  await promisify(execFile)(process.execPath, ['-e', '0']);
  return 10 * Math.max(0, performance.now() - startedAt - quietStartMs);
}

/** A terminal that goes away, with the program in it; its exit code is in status.json, since nobody is left to see it. */
async function hangUp(afterMs: number): Promise<string[]> {
  const town = slowTown(await buildTown({ jobs: 4, turns: 6, slots: 2, delayMs: 80 }));
  const line = ['script', '-qec'];
  const started = startInTerminal(town, line);
  await untilAsked(town, started);
  await delay(afterMs);
  started.child.kill('SIGKILL');
  await started.exit;
  const end = performance.now() + longestStopMs + (await lagMs());
  let status: Status | undefined;
  while (status?.state !== 'ended' && performance.now() < end) {
    await delay(50);
    status = await readStatus(town);
  }
  const wrong = status?.exit_code === 129 ? [] : [`hang-up: exit ${status?.exit_code ?? '?'}, not 129`];
  await delay(200);
  return [...wrong, ...(await resumeAndCheck(quickTown(town), { redone: 8 }))];
}

/** After the first replies the others take a second, so that a signal finds it at work on a slow machine too. */
function slowTown(town: Town): Town {
  return { ...town, env: { ...town.env, FAULTS_QUICK_REPLIES: '4' } };
}

function steadyTown(town: Town): Town {
  return { ...town, env: { ...town.env, FAULTS_DELAY_MS: '100', FAULTS_QUICK_REPLIES: 'all' } };
}

function quickTown(town: Town): Town {
  return { ...town, env: { ...town.env, FAULTS_DELAY_MS: '0', FAULTS_QUICK_REPLIES: 'all' } };
}

function startInTerminal(town: Town, [script = '', flags = '']: readonly string[]): Started {
  return start(town, [], { wrap: ['sh', '-c', `exec ${script} ${flags} "$*" /dev/null`, 'sh'] });
}

async function readStatus({ runDir }: Town): Promise<Status | undefined> {
  try {
    return JSON.parse(await readFile(join(runDir, 'status.json'), 'utf8')) as Status;
  } catch {
    return undefined;
  }
}

/** Until jobs are being made and `bytes` of requests were answered, or the program has ended. */
async function untilAsked(town: Town, { child }: Started, bytes = 1): Promise<void> {
  const journals = join(town.runDir, 'journal/discussions');
  const isUnderWay = async (): Promise<boolean> => {
    const begun = await readdir(journals).catch(() => []);
    return begun.length >= town.slots && (await stat(town.acknowledged)).size >= bytes;
  };
  while (isRunning({ child }) && !(await isUnderWay())) await delay(5);
  await delay(50);
}

function judge({ code, signal, stderr }: Exit, expected: number): string[] {
  return code === expected ? [] : [`exit ${code ?? signal ?? '?'}, not ${expected}: ${stderr.trim()}`];
}
