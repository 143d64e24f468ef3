import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { townHallProject } from '../cli/syndisco.js';
import { mustRun } from '../report/report-project.js';
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
      // The values of an ordered metric are one outcome, from low to high as the config lists them.
      expect(estimates(stdout, 'mood', 'tone: plain -> calm').low).toBeGreaterThan(0);
      expect(estimates(stdout, 'mood', 'memory: short -> long').low).toBeLessThan(0);
      expect(stdout).not.toContain('== mood: ');
    },
    600_000,
  );
});

/** Factors that are called like columns, and a declared contrast of which a level is not exported. */
const awkward = `matrix:
  factors:
    words:
      'NA': { discussions.experiment_variables.context_prompt: You are in a calm town hall. }
      'TRUE': {}
    model:
      one: {}
      two: { model_parameters.sampling.temperature: 0.5 }
      three: { model_parameters.sampling.temperature: 1.5 }
declared:
  contrasts:
    - { factor: words, levels: ['NA', 'TRUE'] }
    - { factor: model, levels: [one, three] }
`;

describe.runIf(installed.length > 0)('the analysis scripts of a study with awkward names', () => {
  let study: Awaited<ReturnType<typeof townHallProject>>;
  beforeAll(async () => {
    study = await townHallProject();
    await study.edit('annotation:\n', 'annotation:\n  metrics: { stance: { type: category, values: [für, 反对] } }\n');
    await study.edit('discussions:\n', `${awkward}discussions:\n`);
    await mustRun(['run', '-c', study.config]);
    const some = ['one', 'two'].flatMap((model) => ['NA', 'TRUE'].map((words) => `model-${model}.words-${words}`));
    await mustRun(['export', '-c', study.config, '--tidy', '--scripts', '--condition', ...some]);
  });
  afterAll(() => study[Symbol.asyncDispose]());

  test.each(installed)(
    'when factors are called like columns and values are not ASCII, then $script finds both, also under LANG=C, and adjusts over all that were declared',
    ({ script, command }) => {
      const { status, stdout, stderr } = spawnSync(command, [join(study.dir, 'run/dataset/tidy', script)], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      });
      expect(status, stderr).toBe(0);
      expect(stdout).toMatch(/^ *(words +model|model +words) +mean/m);
      const sections = stdout.split(/^== /m).slice(1);
      expect(sections).toHaveLength(3); // length, two stances
      for (const section of sections) {
        const cells = /words: NA -> TRUE ((?: +[-\d.e]+)+)/.exec(section)?.[1]?.trim().split(/ +/) ?? [];
        const [rows, , , , , , p, holm] = cells.map(Number);
        expect(rows, section).toBeGreaterThan(0);
        expect(holm).toBeCloseTo(Math.min(1, 2 * (p ?? NaN)), 2);
      }
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
