/** Part of `npm run test:readers`: the analysis scripts of the quickstart and of a 2 × 2 study with a known effect, run by R and Python. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../report/report-project.js';
import { calmStudy } from './calm-study.js';

const dir = await mkdtemp(join(tmpdir(), 'syndisco-scripts-'));
try {
  const settings = [`run_dir=${dir}/run`, `logging.logs_dir=${dir}/logs`].flatMap((one) => ['--set', one]);
  await mustRun(['run', '-c', 'configs/quickstart.yml', ...settings]);
  await mustRun(['export', '-c', 'configs/quickstart.yml', '--tidy', '--scripts', ...settings]);
  runScripts('quickstart', join(dir, 'run/dataset/tidy'));
  await using study = await calmStudy();
  runScripts('2 × 2 study', join(study.dir, 'run/dataset/tidy'));
} finally {
  await rm(dir, { recursive: true, force: true });
}

function runScripts(study: string, folder: string): void {
  for (const [command, probe, script] of [
    ['Rscript', ['-e', 'library(lme4); library(ordinal)'], 'analysis.R'],
    [process.env['SYNDISCO_PYTHON'] ?? 'python3', ['-c', 'import pandas, statsmodels'], 'analysis.py'],
  ] as const) {
    process.stdout.write(`\n${script} of the ${study}\n`);
    if (spawnSync(command, probe, { stdio: 'ignore' }).status !== 0) {
      process.stdout.write(`skipped: ${command} cannot do ${probe[1]}\n`);
      continue;
    }
    if (spawnSync(command, [join(folder, script)], { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
  }
}
