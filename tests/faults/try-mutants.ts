/**
 * `npm run test:mutants [-- --name <part>] [--parallel 2] [--part 1/2]`: plants each bug in a copy of the built modules, bundles them and tries the
 * rows that should see it, the one that should see it first before the others. Ends with which row caught which mutants
 * first; the last line counts those that lived, and one that lives is exit 1.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleProgram } from '../../scripts/bundle-program.js';
import { root } from '../cli/syndisco.js';
import { mutants } from './mutants/index.js';
import type { Mutant, Trial } from './mutants/mutant.js';
import { rows } from './rows.js';

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: '' },
    parallel: { type: 'string', default: '2' },
    part: { type: 'string', default: '1/1' },
  },
});

/** Longer than any trial: a mutant may wait for ever, or go round for ever. */
const longestMs = 900_000;
const longestProcessorS = 120;
const quiet = { encoding: 'utf8', maxBuffer: 1 << 28 } as const;

interface Catch {
  row: string;
  violation: string;
}

const caughtFirst = new Map<string, string[]>(rows.map(({ name }) => [name, []]));
const lived: string[] = [];
const [part = 1, parts = 1] = values.part.split('/').map(Number);
const chosen = mutants.filter(({ name }) => name.includes(values.name)).filter((_, at) => at % parts === part - 1);
for (const mutant of chosen) {
  const startedAt = performance.now();
  const caught = await tryMutant(mutant);
  if (caught) caughtFirst.get(caught.row)?.push(mutant.name);
  else lived.push(mutant.name);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const result = caught ? `caught: ${caught.row} (${caught.violation.slice(0, 90)})` : 'LIVED';
  console.log(`${mutant.name.padEnd(66)} ${result}  (${seconds} s)`);
}
console.log('\nrow, and the mutants that it caught first');
for (const [row, names] of caughtFirst) {
  console.log(`${row.padEnd(42)} ${String(names.length).padStart(2)}  ${names.join('; ')}`);
}
const count = [...caughtFirst.values()].flat().length;
console.log(`${count} mutants caught, ${lived.length} lived`);
process.exitCode = lived.length > 0 ? 1 : 0;

/** The first row that sees it, with what it says. */
async function tryMutant({ file, from, to, also, rows: trials }: Mutant): Promise<Catch | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-mutant-'));
  try {
    for (const part of ['bin', 'build', 'schemas', 'package.json']) {
      await cp(join(root, part), join(dir, part), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(dir, 'node_modules'));
    for (const change of [{ file, from, to }, ...(also ? [also] : [])]) await plant(dir, change);
    let isPacked = false;
    for (const trial of trials) {
      if (!trial.isOnModelDisk && !isPacked) await pack(dir);
      isPacked ||= !trial.isOnModelDisk;
      const caught = tryRow(trial, dir);
      if (caught) return caught;
    }
    return undefined;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** As a program that can be started. */
async function pack(dir: string): Promise<void> {
  await cp(join(root, 'dist'), join(dir, 'dist'), { recursive: true });
  await bundleProgram({ modules: join(dir, 'build'), into: join(dir, 'dist') });
}

async function plant(dir: string, { file, from, to }: Pick<Mutant, 'file' | 'from' | 'to'>): Promise<void> {
  const text = await readFile(join(dir, 'build', file), 'utf8');
  if (!text.includes(from)) throw new Error(`build/${file} has no ${from}: the mutant is out of date`);
  // A function, because the text may hold what replace would take for a pattern.
  await writeFile(
    join(dir, 'build', file),
    text.replace(from, () => to),
  );
}

/** The first violation, if there is one. A run that goes round for ever never ends as it should, so that counts as one. */
function tryRow({ row, share, isFull = false, only = '' }: Trial, program: string): Catch | undefined {
  const part = ['--row', row, '--share', String(share), '--only', only, ...(isFull ? ['--full'] : [])];
  const args = ['--import', 'tsx', 'tests/faults/main.ts', '--parallel', values.parallel, ...part];
  const limited = ['-c', `ulimit -S -t ${longestProcessorS} && exec "$0" "$@"`, process.execPath, ...args];
  const env = { ...process.env, FAULTS_PROGRAM: program };
  const { stdout, signal, error } = spawnSync('sh', limited, { ...quiet, cwd: root, env, timeout: longestMs });
  const isOverdue = error && 'code' in error && error.code === 'ETIMEDOUT';
  if (isOverdue || signal === 'SIGXCPU') return { row: nameOf(row), violation: 'it never ends' };
  const violation = /VIOLATION: (.*)/.exec(stdout)?.[1];
  if (!/ rows? held, /.test(stdout)) throw new Error(`the row ${row} did not end: ${stdout}`);
  return violation === undefined ? undefined : { row: nameOf(row), violation };
}

function nameOf(row: string): string {
  return rows.find((one) => one.name.includes(row))?.name ?? row;
}
