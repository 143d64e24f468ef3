import { execFileSync } from 'node:child_process';
import { root } from '../../cli/syndisco.js';
import { program } from '../program.js';
import { partOf, type Row } from '../row.js';

interface Figure {
  what: string;
  value: number;
  unit: string;
  target: string;
}

const jobs = 10_000;

/**
 * 10,000 unfinished jobs of 30 turns are folded, and 100,000 are planned, within the time and memory that are promised.
 * It is late only by the clock and by the processor's time: a busy machine spoils the one, idle cores that help the other.
 */
export const size: Row = {
  name: 'size: 10,000 jobs × 30 turns',
  isFullOnly: true,
  run(tier) {
    if (partOf(tier, [jobs]).length === 0) return Promise.resolve({ faults: 0, violations: [] });
    const resumed = tier.count(0, jobs);
    const env = { ...process.env, SIZE_PROGRAM: program, SIZE_SHARE: String(resumed / jobs) };
    const args = ['--import', 'tsx', 'bench/size.ts'];
    const figures = JSON.parse(execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })) as Figure[];
    const isOver = ({ value, target }: Figure): boolean => value >= Number(target.replace(/[^\d.]/g, ''));
    const over = figures.filter(isOver);
    const missed = over.filter(
      ({ what, unit }) => unit !== 's' || over.some((other) => other.what === `${what}: processor`),
    );
    return Promise.resolve({
      faults: resumed,
      violations: missed.map(({ what, value, unit, target }) => `${what}: ${value} ${unit}, not ${target}`),
      note: figures.map(({ what, value, unit }) => `${what}: ${value} ${unit}`).join('; '),
    });
  },
};
