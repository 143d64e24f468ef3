/**
 * `npm run test:mutants [-- --name <part>] [--share 1]`: plants each bug in a copy of the built program and tries the
 * rows that should see it. The last line counts the mutants that lived; one that lives is exit 1.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../cli/syndisco.js';
import { mutants, type Mutant } from './mutants.js';

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: '' },
    share: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '2' },
  },
});

let lived = 0;
const chosen = mutants.filter(({ name }) => name.includes(values.name));
for (const mutant of chosen) {
  const startedAt = performance.now();
  const caughtBy = await tryMutant(mutant);
  if (!caughtBy) lived += 1;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${mutant.name.padEnd(66)} ${caughtBy ? `caught: ${caughtBy}` : 'LIVED'}  (${seconds} s)`);
}
console.log(`${chosen.length - lived} mutants caught, ${lived} lived`);
process.exitCode = lived > 0 ? 1 : 0;

/** The first row that sees it, with what it says. */
async function tryMutant({ file, from, to, also, rows }: Mutant): Promise<string | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-mutant-'));
  try {
    for (const part of ['bin', 'dist', 'schemas', 'package.json']) {
      await cp(join(root, part), join(dir, part), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(dir, 'node_modules'));
    for (const change of [{ file, from, to }, ...(also ? [also] : [])]) await plant(dir, change);
    for (const row of rows) {
      const violation = runRow(row, dir);
      if (violation !== undefined) return `${row} (${violation.slice(0, 90)})`;
    }
    return undefined;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function plant(dir: string, { file, from, to }: Pick<Mutant, 'file' | 'from' | 'to'>): Promise<void> {
  const text = await readFile(join(dir, 'dist', file), 'utf8');
  if (!text.includes(from)) throw new Error(`dist/${file} has no ${from}: the mutant is out of date`);
  await writeFile(join(dir, 'dist', file), text.replace(from, to));
}

/** The first violation, if there is one. */
function runRow(row: string, program: string): string | undefined {
  const size = row.includes('at each') ? ['--full'] : ['--share', values.share];
  const options = ['--row', row, '--parallel', values.parallel, ...size];
  const args = ['--import', 'tsx', 'tests/faults/main.ts', ...options];
  const env = { ...process.env, FAULTS_PROGRAM: program };
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return /VIOLATION: (.*)/.exec(stdout)?.[1];
}
