import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { alphaStatistic } from '../../src/analysis/agreement/alpha.js';
import { figuresOf } from '../../src/analysis/agreement/estimate.js';
import { iccStatistic } from '../../src/analysis/agreement/icc.js';
import { pairwiseStatistic } from '../../src/analysis/agreement/pairwise.js';
import { openStream } from '../../src/random-stream.js';

/** The interpreter can be named, for example one of a virtual environment with the packages. */
const python = process.env['SYNDISCO_PYTHON'] ?? 'python3';
const hasPackages = spawnSync(python, ['-c', 'import krippendorff, pingouin']).status === 0;
if (!hasPackages) process.stderr.write(`skipped: ${python} lacks krippendorff or pingouin (set SYNDISCO_PYTHON)\n`);

interface Peers {
  alphas: number[];
  icc: number[];
  kappas: number[];
  spearman: number;
}

const numbers = [1, 2, 3, 4, 5];
const coders = [0, 1, 2, 3];
const pairs = coders.flatMap((one) => coders.slice(one + 1).map((other) => [one, other] as const));

test.skipIf(!hasPackages)(
  'when krippendorff and pingouin compute the same figures of random labels, then they agree to 1e-9',
  () => {
    const sets = [1, 2, 3].map(randomRows);
    const peers = askPython(sets.map((rows) => coders.map((coder) => rows.map((row) => row[coder] ?? 0))));
    expect(peers).toHaveLength(3);
    sets.forEach((rows, index) => {
      expectAgreement(rows, peers[index]);
    });
  },
);

/** 120 comments by four coders, one in ten labels missing, the last coder a level stricter. */
function randomRows(seed: number): number[][] {
  const random = openStream([seed, 'agreement peers']);
  return Array.from({ length: 120 }, () => {
    const level = 1 + random.integer(4);
    return [0, 0, 0, 1].map((stricter) =>
      random.integer(10) === 0 ? 0 : Math.min(5, level + stricter + random.integer(2)),
    );
  });
}

function expectAgreement(rows: readonly (readonly number[])[], peers: Peers | undefined): void {
  const alpha = alphaStatistic({ numbers, levels: ['nominal', 'ordinal', 'interval', 'ratio'] });
  const names = ['kappa', 'kappa_linear', 'kappa_quadratic', 'spearman'] as const;
  const icc = figuresOf(iccStatistic({ coders: 4, numbers }), rows);
  const correlations = ['icc_a1', 'icc_ak', 'icc_c1', 'icc_ck'].map((name) => icc[name]);
  expectClose(Object.values(figuresOf(alpha, rows)), peers?.alphas);
  expectClose(correlations, peers?.icc);
  const pairwise = Object.values(figuresOf(pairwiseStatistic({ size: 5, pairs, names }), rows));
  expectClose(pairwise.slice(0, 3), peers?.kappas);
  expectClose(pairwise.slice(3), peers && [peers.spearman]);
}

function askPython(sets: readonly (readonly (readonly number[])[])[]): Peers[] {
  const script = fileURLToPath(new URL('agreement-peers.py', import.meta.url));
  const { stdout, stderr } = spawnSync(python, [script], { input: JSON.stringify(sets), encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Peers[];
}

function expectClose(ours: readonly (number | undefined)[], theirs: readonly number[] = []): void {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((value, index) => {
    expect(Math.abs((value ?? Number.NaN) - (theirs[index] ?? Number.NaN))).toBeLessThan(1e-9);
  });
}
