import { execFileSync } from 'node:child_process';
import { root } from '../../cli/syndisco.js';
import type { Row } from '../row.js';

interface Figure {
  what: string;
  value: number;
  unit: string;
  target: string;
}

/** 10,000 unfinished jobs of 30 turns are folded, and 100,000 are planned, within the time and memory that are promised. */
export const size: Row = {
  name: 'size: 10,000 jobs × 30 turns',
  isFullOnly: true,
  run() {
    const args = ['--import', 'tsx', 'bench/size.ts'];
    const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    const figures = JSON.parse(output) as Figure[];
    const missed = figures.filter(({ value, target }) => value >= Number(target.replace(/\D/g, '')));
    return Promise.resolve({
      faults: 2,
      violations: missed.map(({ what, value, unit, target }) => `${what}: ${value} ${unit}, not ${target}`),
      note: figures.map(({ what, value, unit }) => `${what}: ${value} ${unit}`).join('; '),
    });
  },
};
