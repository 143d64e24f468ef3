import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeAndCheck } from '../check-town.js';
import { run } from '../program.js';
import { range, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

/** What changes the disk; openat and close of module loading would drown the rest. */
const calls = ['mkdir', 'link', 'rename', 'unlink', 'fsync', 'fdatasync', 'write'] as const;
const small = { jobs: 3, turns: 3, slots: 1, delayMs: 0, padding: 50 };
const openJobs = 2;
/** One thread for all file work, so that the k-th call is the same one every time. */
const env = { UV_THREADPOOL_SIZE: '1' };
const killsPerTown = 4;

interface Point {
  call: string;
  when: number;
}

/** SIGKILL in front of the k-th call that changes the disk, for every such call of a whole small run. */
export const killEachSyscall: Row = {
  name: 'SIGKILL at each syscall',
  needs: ['strace'],
  async run(tier) {
    const all = await findPoints();
    const points = spread(all, tier.count(28, all.length));
    // Neighbours go to different towns, so that a town is killed early first, and later when it resumes.
    const towns = Math.ceil(points.length / killsPerTown);
    const violations = await tryAll(range(towns), tier.parallel, async (index) => {
      const town = await buildTown(small);
      const mine = points.filter((_, place) => place % towns === index);
      for (const point of mine) await killAt(town, point);
      const found = await resumeAndCheck(town, { redone: mine.length * openJobs, again: index % 3 === 0 });
      return found.map((violation) => `${mine.map(({ call, when }) => `${call} ${when}`).join(', ')}: ${violation}`);
    });
    return { faults: points.length, violations, note: `of ${all.length} calls of a run` };
  },
};

async function killAt(town: Town, { call, when }: Point): Promise<void> {
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${when}`];
  await run(town, [], { env, wrap: ['strace', '-f', '--seccomp-bpf', '-o', '/dev/null', ...inject] });
}

/** The calls of a run that nothing happens to, counted thread by thread as strace counts them. */
async function findPoints(): Promise<Point[]> {
  const town = await buildTown(small);
  const trace = join(town.dir, 'trace');
  await run(town, [], {
    env,
    wrap: ['strace', '-f', '--seccomp-bpf', '-y', '-o', trace, '-e', `trace=${calls.join()}`],
  });
  const counts = new Map<string, number>();
  const points: Point[] = [];
  for (const line of (await readFile(trace, 'utf8')).split('\n')) {
    const [, thread = '', call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (call === undefined) continue;
    const when = (counts.get(`${call} ${thread}`) ?? 0) + 1;
    counts.set(`${call} ${thread}`, when);
    if (line.includes(town.runDir)) points.push({ call, when });
  }
  return points;
}

function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return range(Math.min(count, items.length)).flatMap((index) => items.slice(Math.floor(index * step)).slice(0, 1));
}
