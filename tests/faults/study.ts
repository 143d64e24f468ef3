import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readAcknowledgements } from './acknowledgements.js';
import { run, type Exit } from './program.js';
import { range } from './row.js';
import { buildTown, type Town } from './town.js';

/** One command after the other, from discussions or from a table of comments by people to the report. */
interface Study {
  town: Town;
  steps: readonly Step[];
}

type Step = 'generate' | 'annotate' | 'export' | 'report';
type Source = 'generated' | 'imported';

/** What a study came to, without what says when. */
type StudyFiles = ReadonlyMap<string, string>;

const shape = { jobs: 5, turns: 4, slots: 3, delayMs: 4, isSteady: true };
const threads = 120;

async function buildStudy(source: Source): Promise<Study> {
  const town = await buildTown(shape);
  if (source === 'generated') return { town, steps: ['generate', 'annotate', 'export', 'report'] };
  await writeFile(join(town.dir, 'comments.csv'), commentTable());
  const text = await readFile(town.config, 'utf8');
  await writeFile(town.config, importing(text));
  return { town: { ...town, env: { ...town.env, FAULTS_DELAY_MS: '0' } }, steps: ['annotate', 'export', 'report'] };
}

function runStep(town: Town, step: Step): Promise<Exit> {
  return run(town, [], { command: step });
}

/** A study that nothing happens to, with the time that each step takes here. */
interface Undisturbed {
  files: StudyFiles;
  ms: Record<Step, number>;
}

const undisturbed = new Map<Source, Promise<Undisturbed>>();

/** Made once for all rows. */
export function undisturbedStudy(source: Source): Promise<Undisturbed> {
  const made = undisturbed.get(source) ?? makeUndisturbed(source);
  undisturbed.set(source, made);
  return made;
}

async function makeUndisturbed(source: Source): Promise<Undisturbed> {
  const { town, steps } = await buildStudy(source);
  const ms = { generate: 0, annotate: 0, export: 0, report: 0 };
  for (const step of steps) {
    const exit = await runStep(town, step);
    if (exit.code !== 0) throw new Error(`an undisturbed ${step} ended with ${exit.code ?? '?'}: ${exit.stderr}`);
    ms[step] = exit.ms;
  }
  await run(town, [], { command: 'clean' });
  return { files: await readFiles(town), ms };
}

/** Resolves to whether the step, at work when it was disturbed, was broken off. */
export type Disturb = (town: Town, step: Step, ms: number) => Promise<boolean>;

/** Turns and labels that were under way when a step was broken off. */
const openRequests = 24;

/** Every step is disturbed before it is made; the study comes to what it would have come to. */
export async function disturbStudy(
  source: Source,
  { files, ms }: Undisturbed,
  disturb: Disturb,
): Promise<{ faults: number; violations: string[] }> {
  const { town, steps } = await buildStudy(source);
  const violations: string[] = [];
  let faults = 0;
  for (const step of steps) {
    if (await disturb(town, step, ms[step])) faults += 1;
    const { code, stderr } = await runStep(town, step);
    if (code !== 0) violations.push(`${step} after faults ended with ${code ?? '?'}: ${stderr.trim()}`);
  }
  violations.push(...(await checkStudy(town, files, faults * openRequests)));
  return { faults, violations: violations.map((violation) => `${source}: ${violation}`) };
}

/** Cleaned and verified, a study is what it would have been without the faults, and nothing of them is left. */
async function checkStudy(town: Town, undisturbed: StudyFiles, redone: number): Promise<string[]> {
  const cleaned = await run(town, [], { command: 'clean' });
  const verified = await run(town, [], { command: 'verify' });
  const failed = [cleaned, verified].filter(({ code }) => code !== 0);
  const { asked, labels } = await readAcknowledgements(town, { parallel: true });
  const again = [...asked.values(), ...labels.values()].reduce((sum, nonces) => sum + nonces.length - 1, 0);
  const names = await readdir(town.runDir, { recursive: true });
  return [
    ...failed.map(({ code, stderr }) => `clean or verify ended with ${code ?? '?'}: ${stderr.trim()}`),
    ...differences(await readFiles(town), undisturbed),
    ...(again > redone ? [`${again} requests were made again, ${redone} are excused`] : []),
    ...names.filter((name) => basename(name).startsWith('.')).map((name) => `${name} was left behind`),
  ];
}

async function readFiles({ dir, runDir }: Town): Promise<StudyFiles> {
  const files = new Map<string, string>();
  for (const folder of ['discussions', 'annotations', 'dataset', '.']) {
    const entries = await readdir(join(runDir, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((one) => one.isFile() && isComparable(one.name))) {
      const path = join(entry.parentPath, entry.name);
      files.set(relative(runDir, path), timeless(await readFile(path, 'utf8'), dir));
    }
  }
  return files;
}

/** Sums of tables, and what has the config in it, are of times and of this folder. */
function isComparable(name: string): boolean {
  return !name.startsWith('.') && !/^(run|status)\.json$|^config\.yaml$|\.sha256$/.test(name);
}

/** Sums cover the times. */
function timeless(text: string, dir: string): string {
  return text
    .replaceAll(dir, 'DIR')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(Z| UTC)?/g, 'TIME')
    .replaceAll(/"timestamp": "[\d-]+"/g, 'TIMESTAMP')
    .replaceAll(/"(sum|hash)": ?"[0-9a-f]{64}"/g, 'SUM');
}

function differences(found: StudyFiles, expected: StudyFiles): string[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])];
  return names
    .filter((name) => found.get(name) !== expected.get(name))
    .map(
      (name) => `${name} is not as in an undisturbed study: ${firstDifference(found.get(name), expected.get(name))}`,
    );
}

function firstDifference(found = '(not there)', expected = '(not there)'): string {
  const at = range(Math.min(found.length, expected.length)).find((place) => found[place] !== expected[place]);
  const from = Math.max(0, (at ?? Math.min(found.length, expected.length)) - 40);
  return `${JSON.stringify(found.slice(from, from + 100))}, expected ${JSON.stringify(expected.slice(from, from + 100))}`;
}

function commentTable(): string {
  const rows = range(threads * 3).map(
    (row) => `t${Math.floor(row / 3)},c${row},Anna,"Comment ${row}: night buses, please."`,
  );
  return `thread,id,author,body\n${rows.join('\n')}\n`;
}

/** The config without its discussions, and with one annotator of the table. */
function importing(text: string): string {
  const columns = '  columns: { discussion: thread, id: id, speaker: author, text: body }\n';
  return text
    .replace(/^discussions:\n(?: .*\n)*/m, '')
    .replace('annotation:\n  files:\n', `annotation:\n${columns}  files:\n    discussions_path: comments.csv\n`);
}
