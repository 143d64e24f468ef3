import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeAndCheck } from '../check-town.js';
import { namelessLocks } from '../left-behind.js';
import { run } from '../program.js';
import { partOf, spread, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

/** What changes the disk; of openat only what creates a file. */
const calls = ['mkdir', 'openat', 'link', 'rename', 'unlink', 'fsync', 'fdatasync', 'write'] as const;
const small = { jobs: 3, turns: 3, slots: 1, delayMs: 0, padding: 50 };
const openJobs = 2;
/** One thread for all file work, so that the k-th call is the same one every time. */
const env = { UV_THREADPOOL_SIZE: '1' };

interface Point {
  call: string;
  /** In the run directory; undefined for temp files, whose names are drawn. */
  path: string | undefined;
  when: number;
  /** The town in which it happens: a new one, or a run that was killed halfway. */
  begin: () => Promise<Town>;
}

/** SIGKILL in front of the k-th call that changes the disk, for every such call of a whole small run and of its resume. */
export const killEachSyscall: Row = {
  name: 'SIGKILL at each syscall',
  needs: ['strace'],
  shareOfTests: 0.3,
  async run(tier) {
    const halfway = await killHalfway();
    const all = [...(await findPoints(() => buildTown(small))), ...(await findPoints(() => copyTown(halfway)))];
    const chosen = all.filter(({ path = '' }) => path.includes(tier.only));
    const points = partOf(tier, spread(chosen, tier.count(16, all.length)));
    let killed = 0;
    const violations = await tryAll(points, tier.parallel, async (point, index) => {
      const town = await point.begin();
      if (await killAt(town, point)) killed += 1;
      const found = await namelessLocks(town);
      // Nobody can tell whether the owner of a nameless lock is alive: the resume would wait five minutes.
      if (found.length === 0)
        found.push(...(await resumeAndCheck(town, { redone: 2 * openJobs, again: index % 3 === 0 })));
      return found.map((violation) => `${point.call} ${point.when} of ${point.path ?? 'a temp file'}: ${violation}`);
    });
    const note = `${killed} killed, at ${points.length} of ${chosen.length} calls of a run and of its resume`;
    return { faults: points.length, violations, note };
  },
};

/** A run with one document made, one begun, and one not. */
async function killHalfway(): Promise<Town> {
  const town = await buildTown(small);
  await killAt(town, { call: 'write', path: 'journal/discussions/town-hall-0002.0001.jsonl', when: 4 });
  return town;
}

async function copyTown(from: Town): Promise<Town> {
  const town = await buildTown(small);
  await cp(from.runDir, town.runDir, { recursive: true });
  await cp(from.acknowledged, town.acknowledged);
  return town;
}

/** Resolves to whether it was killed: what was done before a kill is not done again after it. */
async function killAt(town: Town, { call, path, when }: Omit<Point, 'begin'>): Promise<boolean> {
  // Not with --seccomp-bpf, which is faster: signals at entry are not delivered with it.
  const only = path === undefined ? [] : ['-P', join(town.runDir, path)];
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${when}`];
  const exit = await run(town, [], {
    env,
    wrap: ['strace', '-f', '-o', '/dev/null', ...only, ...inject],
  });
  if (exit.stderr.includes('the program hangs')) throw new Error(`${call} of ${path ?? 'a temp file'}: it hangs`);
  return exit.signal === 'SIGKILL' || exit.code === 137;
}

/** The calls of a run that nothing happens to, counted thread by thread as strace counts them. */
async function findPoints(begin: () => Promise<Town>): Promise<Point[]> {
  const town = await begin();
  const trace = join(town.dir, 'trace');
  await run(town, [], {
    env,
    wrap: ['strace', '-f', '--seccomp-bpf', '-y', '-o', trace, '-e', `trace=${calls.join()}`],
  });
  const counts = new Map<string, number>();
  const next = (name: string): number => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name) ?? 0;
  };
  return (await readFile(trace, 'utf8')).split('\n').flatMap((line): Point[] => {
    const [, thread = '', call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (call === undefined || (call === 'openat' && !line.includes('O_CREAT'))) return [];
    const whenInThread = next(`${call} ${thread}`);
    const path = pathIn(line, town.runDir);
    if (path === undefined) return [];
    if (!path.endsWith('.tmp')) return [{ call, path, when: next(`${call} ${path}`), begin }];
    // The modules that are loaded are opened too; how many come first is not the same every time.
    return call === 'openat' ? [] : [{ call, path: undefined, when: whenInThread, begin }];
  });
}

/** The last path that a call names, in quotes or behind a descriptor, relative to the run directory. */
function pathIn(line: string, runDir: string): string | undefined {
  const paths = [...line.matchAll(/["<](\/[^">]*)[">]/g)].map(([, path = '']) => path);
  const last = paths.filter((path) => path.startsWith(`${runDir}/`)).at(-1);
  return last?.slice(runDir.length + 1);
}
