import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../cli/syndisco.js';
import { partOf, seedOf, tryAll, type Row } from '../row.js';

interface Share {
  kind: 'files' | 'large' | 'argv';
  count: number;
  seed: number;
}

const child = join(root, 'tests/faults/fuzz/child.ts');
/** Inputs of one process; its memory is measured at its end. */
const mostPerChild = { files: 10_000, large: 50, argv: 1000 } as const;

/** Mangled YAML, JSON, CSV and argv, up to a mebibyte: told, never a bug (exit 70), never slow, never large. */
export const fuzz: Row = {
  name: 'fuzz: YAML, JSON, CSV, argv',
  shareOfTests: 0.2,
  async run(tier) {
    const all = tier.count(10_000, 2_000_000);
    const counts = { large: Math.ceil(all / 200), argv: Math.ceil(all / 50) };
    const shares = partOf(tier, [
      ...cut('files', all - counts.large - counts.argv, seedOf(tier, 1)),
      ...cut('large', counts.large, seedOf(tier, 2)),
      ...cut('argv', counts.argv, seedOf(tier, 3)),
    ]);
    const countOf = (kind?: Share['kind']): number =>
      shares.reduce((sum, share) => sum + (kind === undefined || share.kind === kind ? share.count : 0), 0);
    let memoryMb = 0;
    const violations = await tryAll(shares, tier.parallel, async (share) => {
      const outcome = await fuzzInChild(share, tier.only);
      memoryMb = Math.max(memoryMb, outcome.memoryMb);
      return outcome.found;
    });
    const note = `${countOf('large')} of up to 1 MiB, ${countOf('argv')} command lines, at most ${memoryMb} MB`;
    return { faults: countOf(), violations, note };
  },
};

function cut(kind: Share['kind'], count: number, seed: number): Share[] {
  const most = mostPerChild[kind];
  const children = Math.ceil(count / most);
  return Array.from({ length: children }, (_, index) => ({
    kind,
    count: Math.min(most, count - index * most),
    seed: seed + index * 101,
  }));
}

async function fuzzInChild({ kind, count, seed }: Share, only: string): Promise<{ found: string[]; memoryMb: number }> {
  // Garbage is no need: the heap may not grow to what it could do without.
  const args = ['--max-old-space-size=320', '--import', 'tsx', child, kind, String(count), String(seed), only];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as { found: string[]; memoryMb: number };
}
