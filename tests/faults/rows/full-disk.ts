import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeAndCheck, snapshot } from '../check-town.js';
import { missing } from '../needs.js';
import { run, type Exit } from '../program.js';
import { openRandom } from '../random.js';
import { range, tryAll, type Row } from '../row.js';
import { scratch } from '../scratch.js';
import { buildTown } from '../town.js';

const shape = { jobs: 4, turns: 6, slots: 2, delayMs: 0, padding: 3000 };
const openJobs = 4;
const limitsPerTown = 6;
const atOnce = ['--wait-for-disk', '0'];

/** A limit that cuts at any byte, again and again at a later one; and a disk that is really full. */
export const fullDisk: Row = {
  name: 'disk full (EFBIG, ENOSPC)',
  needs: ['prlimit'],
  async run(tier) {
    const towns = Math.ceil(tier.count(36, 8192) / limitsPerTown);
    const limited = await tryAll(range(towns), tier.parallel, (index) => underLimits(tier.seed * 7919 + index));
    const lacking = missing(['root']);
    const mounts = lacking.length > 0 ? 0 : tier.count(4, 200);
    const mounted = await tryAll(range(mounts), tier.parallel, (index) => onFullDisk(tier.seed * 104_729 + index));
    return {
      faults: towns * limitsPerTown + mounts,
      violations: [...limited, ...mounted],
      note: `${towns * limitsPerTown} limits of file size, ${mounts} full tmpfs`,
      skipped: lacking.length > 0 ? ['a full tmpfs: this user may not mount'] : [],
    };
  },
};

async function underLimits(seed: number): Promise<string[]> {
  const random = openRandom(seed);
  const town = await buildTown(shape);
  const violations: string[] = [];
  let before = new Map<string, string>();
  const limits = range(limitsPerTown).map(() => random.integer(24_000));
  for (const limit of limits.sort((one, other) => one - other)) {
    const wrap = ['prlimit', `--fsize=${limit}:${limit}`];
    const exit = await run(town, atOnce, { wrap });
    violations.push(...judge(exit, `fsize ${limit}`));
    before = await snapshot(join(town.runDir, 'discussions'));
  }
  const redone = limitsPerTown * openJobs;
  return [...violations, ...(await resumeAndCheck(town, { redone, before, again: seed % 3 === 0 }))];
}

/** tmpfs counts in pages; a filler in front moves where in the run the last page goes. */
async function onFullDisk(seed: number): Promise<string[]> {
  const disk = await scratch();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192k', 'tmpfs', disk]);
  try {
    const town = await buildTown({ ...shape, runDir: join(disk, 'run') });
    await mkdir(join(disk, 'filler'));
    const filler = join(disk, 'filler/bytes');
    await writeFile(filler, Buffer.alloc(openRandom(seed).integer(34) * 4096));
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

function judge({ code, stderr }: Exit, where: string): string[] {
  if (code === 0) return [];
  if (code !== 74) return [`${where}: exit ${code ?? '?'}, not 74: ${stderr.trim()}`];
  return stderr.includes('[SYNDISCO_DISK_FULL]') ? [] : [`${where}: the message does not say so: ${stderr.trim()}`];
}
