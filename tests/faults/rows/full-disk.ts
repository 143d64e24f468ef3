import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeAndCheck, snapshot } from '../check-town.js';
import { bytesOfRun, fillModelDisk } from '../full-model-disk.js';
import { loadProgram } from '../load-program.js';
import { missing } from '../needs.js';
import { run, type Exit } from '../program.js';
import { openRandom, type Random } from '../random.js';
import { partOf, range, seedOf, tryAll, type Row, type Tier } from '../row.js';
import { scratch } from '../scratch.js';
import { buildTown, jobId } from '../town.js';

const shape = { jobs: 4, turns: 6, slots: 2, delayMs: 0, padding: 3000 };
const openJobs = 4;
const limitsPerTown = 16;
/** Longer than any file of a run. */
const longestFile = 24_000;
const atOnce = ['--wait-for-disk', '0'];

interface Part {
  what: string;
  faults: number;
  violations: readonly string[];
  skipped?: string;
}

/** A limit that cuts at any byte, again and again at a later one; a disk that is really full; a quota; a model disk. */
export const fullDisk: Row = {
  name: 'disk full (EFBIG, ENOSPC, EDQUOT)',
  needs: ['prlimit'],
  shareOfTests: 0.35,
  async run(tier) {
    const isInMemory = tier.only === 'model disk';
    const real = isInMemory ? [] : [await limitFiles(tier), await fillDisks(tier), await useUpQuotas(tier)];
    const parts = [...real, await fillModelDisks(tier)];
    return {
      faults: parts.reduce((sum, { faults }) => sum + faults, 0),
      violations: parts.flatMap(({ violations }) => violations),
      note: parts.map(({ what, faults }) => `${faults} ${what}`).join(', '),
      skipped: parts.flatMap(({ skipped }) => skipped ?? []),
    };
  },
};

async function limitFiles(tier: Tier): Promise<Part> {
  const towns = Math.ceil(tier.count(30, 8192) / limitsPerTown);
  const all = towns * limitsPerTown;
  const chosen = partOf(tier, range(towns));
  const violations = await tryAll(chosen, tier.parallel, (town) => {
    const random = openRandom(seedOf(tier, town));
    const limits = range(limitsPerTown).map((limit) =>
      Math.floor(((limit * towns + town + random.integer(1000) / 1000) * longestFile) / all),
    );
    return underLimits(limits, town % 3 === 0);
  });
  return { what: 'limits of file size', faults: chosen.length * limitsPerTown, violations };
}

async function underLimits(limits: readonly number[], again: boolean): Promise<string[]> {
  const town = await buildTown(shape);
  const violations: string[] = [];
  let before = new Map<string, string>();
  for (const limit of limits) {
    const wrap = ['prlimit', `--fsize=${limit}:${limit}`];
    const exit = await run(town, atOnce, { wrap });
    violations.push(...judge(exit, `fsize ${limit}`));
    before = await snapshot(join(town.runDir, 'discussions'));
  }
  const redone = limitsPerTown * openJobs;
  return [...violations, ...(await resumeAndCheck(town, { redone, before, again }))];
}

async function fillDisks(tier: Tier): Promise<Part> {
  const what = 'full tmpfs';
  if (missing(['root']).length > 0)
    return { what, faults: 0, violations: [], skipped: 'a full tmpfs: this user may not mount' };
  const chosen = partOf(tier, range(tier.count(3, 200)));
  const violations = await tryAll(chosen, tier.parallel, (index) => onFullDisk(openRandom(seedOf(tier, index))));
  return { what, faults: chosen.length, violations };
}

/** tmpfs counts in pages; a filler in front moves where in the run the last page goes. */
async function onFullDisk(random: Random): Promise<string[]> {
  const disk = await scratch();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192k', 'tmpfs', disk]);
  try {
    const town = await buildTown({ ...shape, runDir: join(disk, 'run') });
    await mkdir(join(disk, 'filler'));
    const filler = join(disk, 'filler/bytes');
    await writeFile(filler, Buffer.alloc(random.integer(34) * 4096));
    const exit = await run(town, atOnce);
    const violations = judge(exit, 'tmpfs');
    const before = await snapshot(join(town.runDir, 'discussions'));
    await rm(filler);
    execFileSync('mount', ['-o', 'remount,size=4m', disk]);
    return [...violations, ...(await resumeAndCheck(town, { redone: openJobs, before }))];
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
}

async function useUpQuotas(tier: Tier): Promise<Part> {
  const what = 'quotas';
  if (missing(['strace']).length > 0) return { what, faults: 0, violations: [], skipped: 'a quota: no strace' };
  const chosen = partOf(tier, range(tier.count(2, 100)));
  const violations = await tryAll(chosen, tier.parallel, (index) => overQuota(openRandom(seedOf(tier, index))));
  return { what, faults: chosen.length, violations };
}

/** From some write on, one job's journals get no more blocks. */
async function overQuota(random: Random): Promise<string[]> {
  const town = await buildTown(shape);
  const place = random.integer(town.jobs);
  const journals = range(5).map(
    (attempt) => `${town.runDir}/journal/discussions/${jobId(place)}.000${attempt + 1}.jsonl`,
  );
  const paths = journals.flatMap((journal) => ['-P', journal]);
  const inject = `inject=write:error=EDQUOT:when=${1 + random.integer(6)}+`;
  const wrap = ['strace', '-f', '-o', '/dev/null', ...paths, '-e', 'trace=write', '-e', inject];
  const exit = await run(town, atOnce, { wrap, env: { UV_THREADPOOL_SIZE: '1' } });
  const wrong = exit.code === 0 ? ['EDQUOT: exit 0'] : judge(exit, 'EDQUOT');
  return [...wrong, ...(await resumeAndCheck(town, { redone: openJobs }))];
}

async function fillModelDisks(tier: Tier): Promise<Part> {
  const library = await loadProgram();
  const all = tier.count(200, 8192);
  const chosen = partOf(tier, range(all));
  const violations = await tryAll(chosen, 1, (index) =>
    fillModelDisk(library, openRandom(seedOf(tier, index)), Math.floor((index * bytesOfRun) / all)),
  );
  return { what: 'full model disks', faults: chosen.length, violations };
}

function judge({ code, stderr }: Exit, where: string): string[] {
  if (code === 0) return [];
  if (code !== 74) return [`${where}: exit ${code ?? '?'}, not 74: ${stderr.trim()}`];
  return stderr.includes('[SYNDISCO_DISK_FULL]') ? [] : [`${where}: the message does not say so: ${stderr.trim()}`];
}
