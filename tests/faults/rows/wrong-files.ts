import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { openRandom } from '../random.js';
import { run, type Exit } from '../program.js';
import { seedOf, tryAll, type Row, type Tier } from '../row.js';
import { scratch } from '../scratch.js';
import { buildTown, type Town } from '../town.js';

/** What may be where the program reads a file. */
const faults: Readonly<Record<string, (file: string, before: Buffer) => Promise<unknown>>> = {
  'a pipe': (file) => promisify(execFile)('mkfifo', [file]),
  'a folder': (file) => mkdir(file),
  null: (file) => writeFile(file, 'null\n'),
  'the first half': (file, before) => writeFile(file, before.subarray(0, before.length / 2)),
  'JSON of somebody else': (file) => writeFile(file, '{"version": 3, "sum": 5, "logs": {}, "kind": []}\n'),
  'a million brackets': (file) => writeFile(file, '['.repeat(1_000_000)),
  nothing: () => Promise.resolve(),
};

const commands = ['validate', 'verify', 'status', 'inspect', 'run', 'report'];
/** Each takes a second or two on a machine that is not busy. */
const longestS = 120;

/**
 * Something else stands where a file was that the program wrote or was given: every command ends in its time, with a
 * result or with an error that names its reason, and never with one of ours.
 */
export const wrongFiles: Row = {
  name: 'wrong files',
  async run(tier) {
    const town = await finishedTown();
    const all = (await filesOf(town.dir)).flatMap((file) => Object.keys(faults).map((fault) => ({ file, fault })));
    const chosen = chooseSome(all, tier);
    const violations = await tryAll(chosen, tier.parallel, (wrong) => tryWrong(town, wrong));
    return { faults: chosen.length, violations };
  },
};

interface Wrong {
  /** Relative to the town. */
  file: string;
  fault: string;
}

async function finishedTown(): Promise<Town> {
  const town = await buildTown({ jobs: 2, turns: 3, delayMs: 0 });
  const text = await readFile(town.config, 'utf8');
  await writeFile(town.config, text.replace(/run_dir: .*/, 'run_dir: run')); // so that copies of the town are whole
  for (const command of ['run', 'report']) {
    const { code, stderr } = await run(town, [], { command });
    if (code !== 0) throw new Error(`${command} ended with ${code ?? '?'}: ${stderr}`);
  }
  return { ...town, runDir: join(town.dir, 'run') };
}

/** One file of each folder and kind, but for what only people read. */
async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const ofKind = new Map(files.sort().map((file) => [kindOf(relative(dir, file)), relative(dir, file)]));
  return [...ofKind.values()].filter((file) => !/^(oracle|logs|run\/logs)\/|engine\.mjs$/.test(file));
}

function kindOf(file: string): string {
  const isOneOfMany = /(discussions|annotations|inputs|topics|models|shards)\//.test(file);
  return isOneOfMany ? join(dirname(file), extname(file)) : file;
}

function chooseSome<Item>(all: readonly Item[], tier: Tier): Item[] {
  const random = openRandom(seedOf(tier, 0));
  const count = tier.count(6, all.length);
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => left.splice(random.integer(left.length), 1)).flat();
}

async function tryWrong(finished: Town, { file, fault }: Wrong): Promise<string[]> {
  const dir = await scratch();
  await cp(finished.dir, dir, { recursive: true });
  const town = { ...finished, dir, config: join(dir, basename(finished.config)), runDir: join(dir, 'run') };
  const at = join(dir, file);
  const before = await readFile(at);
  await rm(at);
  await faults[fault]?.(at, before);
  const violations: string[] = [];
  for (const command of commands) {
    const ending = await run(town, [], { command, wrap: ['timeout', String(longestS)] });
    violations.push(...faultsOf(ending).map((what) => `${command} with ${fault} at ${file}: ${what}`));
  }
  await rm(dir, { recursive: true, force: true });
  return violations;
}

function faultsOf({ code, stderr }: Exit): string[] {
  if (code === 124) return ['it does not end'];
  return [
    ...(code === null || [1, 70].includes(code) ? [`exit ${code ?? '?'}: ${stderr.trim()}`] : []),
    ...(code !== 0 && !stderr.includes('[SYNDISCO_') ? [`exit ${code ?? '?'} without a reason: ${stderr.trim()}`] : []),
    ...(/^ {4}at /m.test(stderr) ? ['it shows a stack'] : []),
  ];
}
