/** `npm run test:readers`: an export read by all readers that are installed here, with a line for each that is not. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportHostileDebate } from './export-hostile-debate.js';

const here = (file: string): string => new URL(file, import.meta.url).pathname;
const dir = await mkdtemp(join(tmpdir(), 'syndisco-readers-'));
try {
  const dataset = await exportHostileDebate(dir);
  const csv = join(dataset, 'comments.csv');
  for (const [command = '', ...args] of [
    [process.env['SYNDISCO_PYTHON'] ?? 'python3', here('read_data_set.py'), dataset],
    ['Rscript', here('read-data-set.R'), dataset],
    ['soffice', '--headless', '--convert-to', 'ods', '--outdir', dir, csv],
  ]) {
    const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
    if (error) process.stdout.write(`${command}: not installed\n`);
    else if (status !== 0) process.exitCode = 1;
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
