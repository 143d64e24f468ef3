import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calmStudy } from './calm-study.js';

const python = process.env['SYNDISCO_PYTHON'] ?? 'python3';
const interpreters = [
  { script: 'analysis.R', command: 'Rscript', probe: ['-e', 'library(lme4); library(ordinal)'] },
  { script: 'analysis.py', command: python, probe: ['-c', 'import pandas, statsmodels'] },
];

function isInstalled({ command, probe }: (typeof interpreters)[number]): boolean {
  if (spawnSync(command, probe, { stdio: 'ignore' }).status === 0) return true;
  process.stderr.write(`skipped: ${command} cannot do ${probe[1] ?? ''}\n`);
  return false;
}

const installed = interpreters.filter(isInstalled);

describe.runIf(installed.length > 0)('the analysis scripts of an export', () => {
  let study: Awaited<ReturnType<typeof calmStudy>>;
  beforeAll(async () => {
    study = await calmStudy();
  });
  afterAll(() => study[Symbol.asyncDispose]());

  test.each(installed)(
    'when labels depend on one factor and not on the other, then $script finds the one with its sign, and not the other',
    ({ script, command }) => {
      const { status, stdout, stderr } = spawnSync(command, [join(study.dir, 'run/dataset/tidy', script)], {
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      const tone = estimates(stdout, 'toxicity', 'tone: plain -> calm');
      const memory = estimates(stdout, 'toxicity', 'memory: short -> long');

      expect(tone.high).toBeLessThan(-1);
      expect(memory.low).toBeLessThan(0);
      expect(memory.high).toBeGreaterThan(0);
      expect(estimates(stdout, 'stance: for', 'tone: plain -> calm').low).toBeGreaterThan(0);
    },
    600_000,
  );
});

/** The interval of a contrast in the table of an outcome. */
function estimates(output: string, outcome: string, contrast: string): { low: number; high: number } {
  const [, section = ''] = output.split(`== ${outcome} ==\n`);
  const line =
    section
      .split('\n')
      .find((one) => one.trim().startsWith(`${contrast}  `) || new RegExp(`${contrast} +\\d`).test(one)) ?? '';
  // rows, discussions, estimate, se, low, high
  const [, , , , low, high] = line
    .trim()
    .slice(contrast.length)
    .trim()
    .split(/\s+/)
    .map((cell) => Number(cell));
  return { low: low ?? NaN, high: high ?? NaN };
}
