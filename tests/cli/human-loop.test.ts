import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { root, syndisco, townHallProject, type Project } from './syndisco.js';

const study = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
declared:
  contrasts: [{ factor: moderation, levels: [none, strict] }]
`;
const metrics = `  metrics:
    toxicity: { type: integer, question: How toxic is it?, levels: { 1: not toxic, 5: extremely toxic } }
    tone: { type: ordered, values: ["1-5", "6-10"], question: Which tone? }
`;

type Row = Record<string, string>;

let town: Project;
let people = '';

beforeAll(async () => {
  town = await townHallProject();
  await town.edit('annotation:\n', `${study}annotation:\n${metrics}`);
  await town.edit('num_experiments: 4', 'num_experiments: 24');
  const exit = await syndisco(['run', '-c', town.config]);
  expect(exit.stderr).toBe('');
  people = join(town.dir, 'people');
  const drawn = await syndisco(['sample', '-c', town.config, '--for-humans', people, '--size', '100', '--balance-on', 'toxicity']); // prettier-ignore
  expect(drawn.stderr).toBe('');
}, 120_000);

async function rowsOf(...path: readonly string[]): Promise<Row[]> {
  return parse(await readFile(join(...path)), { columns: true, bom: true });
}

/**
 * What people say: 1 to 5, as models do without a moderator, mostly; with one, models find comments more toxic by two levels.
 * Which comments differ is a matter of their ids.
 */
function truth({ comment_id: id = '', condition = '', llm_toxicity = '3' }: Row): number {
  const noise = (Number(/\d+$/.exec(id)?.[0]) % 3) - 1;
  const shift = condition === 'moderation-strict' ? -2 : 0;
  return Math.min(5, Math.max(1, Number(llm_toxicity || 3) + noise + shift));
}

/** Sheets as people hand them in, in a folder of its own; the key stays where it is. */
async function fillIn(cellsOf: (row: Row) => Row): Promise<string> {
  const key = new Map((await rowsOf(people, 'key.csv')).map((row) => [row['item'] ?? '', row]));
  const sheet = await rowsOf(people, 'for-coders', 'coding-sheet.csv');
  const lines = sheet.map(({ item = '' }) => {
    const { toxicity = '', tone = '' } = cellsOf(key.get(item) ?? {});
    return `${item};${toxicity};"${tone}"`;
  });
  const file = join(people, 'coding-sheet-paula.csv');
  await writeFile(file, ['item;toxicity (1 / 5);tone (1-5 / 6-10)', ...lines, ';;', ''].join('\r\n'));
  return file;
}

interface Means {
  weightedMeans: {
    outcome: string;
    labelled: number;
    byModels: number;
    byPeople: { mean: number; se: number };
    difference: { mean: number };
  }[];
}

test('when people label a balanced sample, then the weighted mean of their labels covers that of all comments, and the sheets are read as Excel saves them', async () => {
  const sheet = await fillIn((row) => ({ toxicity: String(truth(row)), tone: row['llm_tone'] || '?' }));
  const { stdout, stderr } = await syndisco(['report', '-c', town.config, '--humans', sheet, '--json']);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Means & { calibration: { metric: string; humans: number }[] };
  const toxicity = report.weightedMeans.find(({ outcome }) => outcome === 'toxicity');
  const judged = (await rowsOf(people, 'key.csv')).filter((row) => row['llm_toxicity'] !== '');
  const all = meanOf(judged.map(truth));

  expect(Math.abs((toxicity?.byPeople.mean ?? 0) - all)).toBeLessThan(3 * (toxicity?.byPeople.se ?? 0));
  expect(Math.abs((toxicity?.byModels ?? 0) - all)).toBeGreaterThan(5 * (toxicity?.byPeople.se ?? 0));
  const drawn = judged.filter((row) => row['item'] !== '');
  expect(Math.abs(meanOf(drawn.map(truth)) - all)).toBeGreaterThan(Math.abs((toxicity?.byPeople.mean ?? 0) - all));
  expect(report.calibration.map(({ metric, humans }) => [metric, humans])).toEqual([
    ['toxicity', 1],
    ['tone', 1],
  ]);
  const shown = await syndisco(['report', '-c', town.config, '--humans', sheet]);
  expect(shown.stdout).toContain('a stratified sample');
  expect(shown.stdout).toContain('People could not judge');
  expect(shown.stdout).toContain('Labels by people, weighted');
});

test('when a spreadsheet has made dates of labels, or a level is written by its name, then the first is told and the second read', async () => {
  const sheet = await fillIn((row) => ({
    toxicity: 'Extremely toxic',
    tone: row['llm_tone'] === '1-5' ? '01. Mai' : '',
  }));
  const { code, stderr } = await syndisco(['report', '-c', town.config, '--humans', sheet]);
  expect(code).toBe(65);
  expect(stderr).toMatch(/coding-sheet-paula\.csv:\d+:\d+ .*"01\. Mai" is no label of tone/s);
  expect(stderr).toContain('took it for a date');
  expect(stderr).not.toContain('toxicity');
});

test('when --dsl, --key or --split are given without labels, or the labels have no probabilities, then the error says so', async () => {
  const alone = await syndisco(['report', '-c', town.config, '--dsl', join(town.dir, 'dsl')]);
  expect([alone.code, alone.stderr]).toEqual([64, expect.stringContaining('--humans FILE')]);
  const [{ comment_id: id = '' } = {}] = await rowsOf(people, 'key.csv');
  await writeFile(join(town.dir, 'own.csv'), `comment_id,toxicity\n${id},3\n`);
  const own = ['--humans', join(town.dir, 'own.csv'), '--dsl', join(town.dir, 'dsl')];
  const without = await syndisco(['report', '-c', town.config, ...own]);
  expect([without.code, without.stderr]).toEqual([64, expect.stringContaining('--key')]);
});

const hasR = spawnSync('Rscript', ['-e', '1'], { stdio: 'ignore' }).status === 0;
if (!hasR) process.stderr.write('skipped: there is no Rscript\n');

interface Estimate {
  estimator: string;
  estimate: number;
  low: number;
  high: number;
}

/** The rows of an outcome as R prints them. */
function estimatesOf(outcome: string, printed: string): Estimate[] {
  const [, part = ''] = printed.split(`== ${outcome} ==`);
  const rows =
    part.split('\n== ')[0]?.matchAll(/(naive|corrected|human only) +\d+ +\d+ +(\S+) +\S+ +(\S+) +(\S+)/g) ?? [];
  return Array.from(rows, ([, estimator = '', ...numbers]) => {
    const [estimate = Number.NaN, low = Number.NaN, high = Number.NaN] = numbers.map(Number);
    return { estimator, estimate, low, high };
  });
}

test.skipIf(!hasR)(
  'when models are wrong in one condition, then dsl.R prints a naive effect that misses the truth, and a corrected and a human one that cover it',
  async () => {
    const sheet = await fillIn((row) => ({ toxicity: String(truth(row)), tone: row['llm_tone'] ?? '' }));
    const dir = join(town.dir, 'dsl');
    const { stderr } = await syndisco(['report', '-c', town.config, '--humans', sheet, '--dsl', dir]);
    expect(stderr).toBe('');
    const script = join(dir, 'dsl.R');
    const bare = spawnSync('Rscript', ['-e', `invisible(parse(${JSON.stringify(script)}))`], { encoding: 'utf8' });
    expect(bare.stderr).toBe('');

    const library = join(town.dir, 'library');
    await mkdir(library);
    const standIn = join(root, 'tests/experiment/dsl-stand-in');
    const installing = `install.packages(${JSON.stringify(standIn)}, ${JSON.stringify(library)}, repos = NULL, type = "source")`;
    const hasDsl = spawnSync('Rscript', ['-e', 'library(dsl)'], { stdio: 'ignore' }).status === 0;
    if (!hasDsl) expect(spawnSync('Rscript', ['-e', installing]).status).toBe(0);
    const run = spawnSync('Rscript', [script], { encoding: 'utf8', env: { ...process.env, R_LIBS: library } });
    expect([run.status, run.stderr]).toEqual([0, '']);

    const judged = (await rowsOf(people, 'key.csv')).filter(
      (row) => row['llm_toxicity'] !== '' && row['role'] !== 'moderator',
    );
    const meanIn = (condition: string): number =>
      meanOf(judged.filter((row) => row['condition'] === condition).map(truth));
    const effect = meanIn('moderation-strict') - meanIn('moderation-none');
    const found = estimatesOf('toxicity', run.stdout);
    expect(found.map(({ estimator }) => estimator)).toEqual(['naive', 'corrected', 'human only']);
    const covers = found.map(({ low, high }) => low <= effect && effect <= high);
    expect(covers, run.stdout).toEqual([false, true, true]);
    expect(run.stdout).toContain('== tone: 6-10 ==');
  },
  180_000,
);

test.skipIf(!hasR)('when the package dsl is not installed, then dsl.R says so and prints the other estimates', () => {
  const run = spawnSync('Rscript', [join(town.dir, 'dsl/dsl.R')], { encoding: 'utf8' });
  expect(run.status).toBe(0);
  if (run.stdout.includes('not installed')) expect(run.stdout).toMatch(/corrected +\d+ +\d+ +NA/);
  expect(run.stdout).toMatch(/human only +\d+ +\d+ +-?\d/);
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
