import { join } from 'node:path';
import { resumeAndCheck } from '../check-town.js';
import { run } from '../program.js';
import { partOf, spread, tryAll, type Row } from '../row.js';
import { buildTown } from '../town.js';

interface Failing {
  call: string;
  /** In the run directory. */
  path: string;
  error: string;
  /** Exit codes that are right. */
  codes: readonly number[];
  /** Which of the calls on that path; all of them if not given. */
  when?: number;
}

const journal = 'journal/discussions/town-hall-0002.0001.jsonl';
const document = 'discussions/town-hall-0002.json';
const small = { jobs: 3, turns: 3, slots: 1, delayMs: 0, padding: 50 };

const codeOf = { EACCES: 73, EROFS: 73, EMFILE: 74, ENFILE: 74, EIO: 74 } as const;
/** Where each kind of call matters most. */
const places = [
  { call: 'openat', path: journal },
  { call: 'write', path: journal },
  { call: 'fdatasync', path: journal },
  { call: 'fsync', path: 'discussions' },
  { call: 'link', path: document },
] as const;
const crossed = Object.entries(codeOf).map(([error, code]) =>
  places.map((place): Failing => ({ ...place, error, codes: [code] })),
);
/** Every error at two places, and two errors at every place: what the quick tier tries of the square. */
const diagonals = crossed.flatMap((row, at) => row.filter((_, place) => (at + place) % places.length < 2));

const others: readonly Failing[] = [
  ...Object.keys(codeOf).map((error) => ({ call: 'close', path: journal, error, codes: [0, 73, 74] })),
  { call: 'write', path: journal, error: 'EDQUOT', codes: [74, 0], when: 2 },
  { call: 'write', path: journal, error: 'ENOSPC', codes: [74, 0], when: 1 },
  { call: 'write', path: journal, error: 'EIO', codes: [74], when: 3 },
  { call: 'fdatasync', path: journal, error: 'EIO', codes: [74], when: 2 },
  { call: 'fdatasync', path: journal, error: 'EDQUOT', codes: [74, 0], when: 3 },
  { call: 'fsync', path: 'journal/discussions', error: 'EIO', codes: [74] },
  { call: 'fsync', path: 'plan', error: 'EIO', codes: [74] },
  { call: 'link', path: 'plan/0001.jsonl', error: 'EIO', codes: [74] },
  { call: 'link', path: document, error: 'ENOSPC', codes: [74] },
  { call: 'link', path: document, error: 'EPERM', codes: [0] },
  { call: 'mkdir', path: 'plan', error: 'EACCES', codes: [73] },
  { call: 'mkdir', path: 'journal', error: 'EROFS', codes: [73] },
  { call: 'openat', path: 'discussions', error: 'EIO', codes: [74] },
  { call: 'rename', path: 'status.json', error: 'EIO', codes: [0] },
];

/** One call fails with one error, at the place where it matters: the right exit code, never a hang, a clean resume. */
export const failingCalls: Row = {
  name: 'EACCES EROFS EMFILE EIO EDQUOT on calls',
  needs: ['strace', 'prlimit'],
  shareOfTests: 0.35,
  async run(tier) {
    const isWhole = tier.name === 'full' || tier.only !== '';
    const failures = [...(isWhole ? crossed.flat() : diagonals), ...others];
    const named = failures.filter((one) => nameOf(one).includes(tier.only));
    const chosen = partOf(tier, isWhole ? named : spread(named, tier.count(named.length, named.length)));
    const injected = await tryAll(chosen, tier.parallel, failOnce);
    const few = tier.only !== '' ? [] : tier.name === 'full' ? [22, 24, 26, 28, 30, 34, 40, 60] : [26, 40];
    const limits = partOf(tier, few);
    const limited = await tryAll(limits, tier.parallel, fewFiles);
    return { faults: chosen.length + limits.length, violations: [...injected, ...limited] };
  },
};

function nameOf({ error, call, path }: Failing): string {
  return `${error} on ${call} of ${path}`;
}

async function failOnce(failing: Failing): Promise<string[]> {
  const { call, path, error, codes, when } = failing;
  const town = await buildTown(small);
  const inject = `inject=${call}:error=${error}${when === undefined ? '' : `:when=${when}`}`;
  const target = join(town.runDir, path);
  // With both, strace counts the calls on other paths too.
  const fast = when === undefined ? ['--seccomp-bpf'] : [];
  const only = [...fast, '-P', target, '-e', `trace=${call}`];
  const wrap = ['strace', '-f', '-o', '/dev/null', ...only, '-e', inject];
  // One thread for all file work: strace counts the calls of each thread for itself.
  const exit = await run(town, ['--wait-for-disk', '0'], { wrap, env: { UV_THREADPOOL_SIZE: '1' } });
  const where = nameOf(failing);
  const wrong = codes.includes(exit.code ?? -1) ? [] : [`${where}: exit ${exit.code ?? '?'}: ${exit.stderr.trim()}`];
  const found = await resumeAndCheck(town, { redone: 6 });
  return [...wrong, ...found.map((violation) => `${where}: ${violation}`)];
}

/** With too few open files Node itself may not start; that is not ours to tell. */
async function fewFiles(limit: number): Promise<string[]> {
  const town = await buildTown({ ...small, jobs: 8, slots: 8 });
  const exit = await run(town, [], { wrap: ['prlimit', `--nofile=${limit}:${limit}`] });
  const isNodes = exit.code === 134 || exit.signal !== null || exit.stderr.includes('node:internal');
  const isRight = [0, 66, 73, 74].includes(exit.code ?? -1) || isNodes;
  const wrong = isRight ? [] : [`${limit} open files: exit ${exit.code ?? '?'}: ${exit.stderr.trim()}`];
  return [...wrong, ...(await resumeAndCheck(town, { redone: 16 }))];
}
