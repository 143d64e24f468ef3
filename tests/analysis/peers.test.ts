import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { kdeDivergence } from '../../src/analysis/divergence/jensen-shannon.js';
import { wasserstein } from '../../src/analysis/divergence/wasserstein.js';
import { adjustPValues } from '../../src/analysis/effects/adjust-p-values.js';
import { pairedDifference } from '../../src/analysis/effects/paired-difference.js';
import { welchTest } from '../../src/analysis/effects/welch-test.js';
import { diversityOf } from '../../src/analysis/rouge-l.js';
import { openStream } from '../../src/random-stream.js';

/** The interpreter can be named, for example one of a virtual environment with the packages. */
const python = process.env['SYNDISCO_PYTHON'] ?? 'python3';
const hasPackages = spawnSync(python, ['-c', 'import scipy, rouge_score']).status === 0;
if (!hasPackages) process.stderr.write(`skipped: ${python} has not both scipy and rouge_score (set SYNDISCO_PYTHON)\n`);

interface Peers {
  diversities: number[];
  divergence: number;
  wasserstein: number;
  paired: [t: number, p: number];
  welch: [t: number, p: number];
  bh: number[];
}

test.skipIf(!hasPackages)('when Python computes the same figures, then they agree to 1e-9', () => {
  const random = openStream([11, 'peers']);
  const words = ['The', 'buses', 'are', 'LATE', 'again', "don't", 'ÉTÉ', 'İzmir', '42', '…', 'naïve', 'İ', 'K'];
  const text = (): string =>
    Array.from({ length: random.integer(60) }, () => words[random.integer(words.length)]).join(' ');
  const texts = Array.from({ length: 20 }, () => Array.from({ length: 12 }, text));
  const [first, second] = [0.5, 0.6].map((from) => Array.from({ length: 25 }, () => from + random.share() * 0.3));
  const p = Array.from({ length: 9 }, () => random.share());
  const input = JSON.stringify({ texts, first, second, p });
  const { stdout, stderr } = spawnSync(python, [fileURLToPath(new URL('peers.py', import.meta.url))], {
    input,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const peers = JSON.parse(stdout) as Peers;
  const [one = [], other = []] = [first, second];
  const [paired, welch] = [pairedDifference(one, other), welchTest([{ first: one, second: other }])];

  expectClose(
    texts.map((each) => diversityOf(each).diversity),
    peers.diversities,
  );
  expectClose(
    [kdeDivergence(one, other), wasserstein(one, other), paired.t, paired.p, welch.t, welch.p],
    [peers.divergence, peers.wasserstein, ...peers.paired, ...peers.welch],
  );
  expectClose(adjustPValues(p, 'bh'), peers.bh);
});

function expectClose(ours: readonly (number | undefined)[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((value, index) => {
    expect(Math.abs((value ?? Number.NaN) - (theirs[index] ?? Number.NaN))).toBeLessThan(1e-9);
  });
}
