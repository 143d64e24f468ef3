import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exportHostileDebate } from './export-hostile-debate.js';

/** Where CI has installed the readers; elsewhere whatever Python there is. */
const python = process.env['SYNDISCO_PYTHON'] ?? 'python3';
const wanted = ['pandas', 'pyarrow', 'duckdb', 'frictionless'];
const script = fileURLToPath(new URL('read_data_set.py', import.meta.url));

function isInstalled(): boolean {
  try {
    execFileSync(python, ['-c', `import ${wanted.join(', ')}`], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`skipped: ${python} does not have ${wanted.join(', ')} (pip install them to run this test)\n`);
    return false;
  }
}

test.runIf(isInstalled())(
  'when the readers of the field read an export as the docs say, then types, missing labels and every text are right',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'syndisco-readers-'));
    try {
      const { stdout } = await promisify(execFile)(python, [script, await exportHostileDebate(dir)]);
      for (const reader of wanted) expect(stdout).toMatch(new RegExp(`^${reader} .*: ok$`, 'm'));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
);
