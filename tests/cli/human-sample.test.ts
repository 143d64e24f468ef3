import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { syndisco, townHallProject, type Project } from './syndisco.js';

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
    tone: { type: category, values: [calm, "heated, \\"hot\\""], question: Which tone? }
    reason: { type: text, question: Why? }
`;

interface KeyRow {
  comment_id: string;
  item: string;
  condition: string;
  role: string;
  stratum: string;
  inclusion_probability: string;
  llm_toxicity: string;
}

type Row = Record<string, string>;

let town: Project;

beforeAll(async () => {
  town = await townHallProject();
  await town.edit('annotation:\n', `${study}annotation:\n${metrics}`);
  const exit = await syndisco(['run', '-c', town.config]);
  expect(exit.stderr).toBe('');
});

async function sample(name: string, ...options: readonly string[]) {
  const dir = join(town.dir, name);
  const exit = await syndisco(['sample', '-c', town.config, '--for-humans', dir, ...options]);
  return { dir, ...exit };
}

async function rowsOf<Of = Row>(...path: readonly string[]): Promise<Of[]> {
  return parse(await readFile(join(...path)), { columns: true, bom: true });
}

function groupBy(rows: readonly KeyRow[], column: keyof KeyRow): Map<string, KeyRow[]> {
  const groups = new Map<string, KeyRow[]>();
  for (const row of rows) groups.set(row[column], [...(groups.get(row[column]) ?? []), row]);
  return groups;
}

test('when comments are sampled for people, then every comment of the frame has its stratum and inclusion probability, and each stratum its share', async () => {
  const { dir, code, stdout, stderr } = await sample('people', '--size', '20');
  expect(code, stderr).toBe(0);
  const key = await rowsOf<KeyRow>(dir, 'key.csv');
  const drawn = key.filter(({ item }) => item !== '');

  expect(drawn).toHaveLength(20);
  const strata = groupBy(key, 'stratum');
  expect([...strata.keys()].sort()).toEqual([
    'moderation-none / participant',
    'moderation-strict / moderator',
    'moderation-strict / participant',
  ]);
  for (const rows of strata.values()) {
    const share = rows.filter(({ item }) => item !== '').length / rows.length;
    for (const row of rows) expect(Number(row.inclusion_probability)).toBeCloseTo(share, 6);
  }
  // Horvitz and Thompson: the weights of a sample add up to its frame.
  const total = drawn.reduce((sum, row) => sum + 1 / Number(row.inclusion_probability), 0);
  expect(total).toBeCloseTo(key.length, 6);
  expect(stdout).toContain('stratified');
});

test('when people code a sample, then their sheet shows neither condition, role, model nor names, and its rows are in random order', async () => {
  const { dir } = await sample('blind', '--size', '20');
  const key = new Map((await rowsOf<KeyRow>(dir, 'key.csv')).map((row) => [row.item, row]));
  const sheet = await rowsOf(dir, 'for-coders', 'coding-sheet.csv');
  const columns = Object.keys(sheet[0] ?? {});

  expect(columns).toEqual([
    'item',
    'topic',
    'opening',
    'earlier comments',
    'comment',
    'toxicity (1 = not toxic / 2 / 3 / 4 / 5 = extremely toxic)',
    'tone (calm / heated  "hot")',
    'reason (your words)',
  ]);
  const people = JSON.parse(await readFile(join(town.dir, 'personas.json'), 'utf8')) as { username: string }[];
  const files = (await readdir(join(dir, 'for-coders'), { recursive: true })).filter((file) => /\.\w+$/.test(file));
  expect(files).toHaveLength(6);
  for (const file of files) {
    const shown = await readFile(join(dir, 'for-coders', file), 'utf8');
    expect(shown, file).not.toMatch(/strict|moderator|scripted|town-hall/i);
    for (const { username } of people) expect(shown, file).not.toContain(username);
  }
  const text = await readFile(join(dir, 'for-coders', 'coding-sheet.csv'), 'utf8');
  const order = sheet.map(({ item = '' }) => key.get(item)?.comment_id ?? '');
  expect(order).toHaveLength(20);
  expect(order).not.toEqual([...order].sort());
  expect(text.startsWith('\uFEFF')).toBe(true);
});

test('when a sample is balanced on a metric, then rare labels of the models are drawn more often, with their own probabilities', async () => {
  const { dir } = await sample('balanced', '--size', '24', '--balance-on', 'toxicity');
  const key = await rowsOf<KeyRow>(dir, 'key.csv');
  const byLabel = groupBy(key, 'llm_toxicity');

  expect(key.some(({ stratum }) => stratum.endsWith('toxicity = 1'))).toBe(true);
  for (const rows of byLabel.values()) expect(rows.some(({ item }) => item !== '')).toBe(true);
  const probabilities = new Set(key.map((row) => row.inclusion_probability));
  expect(probabilities.size).toBeGreaterThan(3);
});

test('when a larger sample is drawn with the same seed, then it holds the smaller one under the same item ids', async () => {
  const [small, large] = [await sample('small', '--size', '10'), await sample('large', '--size', '30')];
  const items = async (dir: string) => (await rowsOf<KeyRow>(dir, 'key.csv')).flatMap(({ item }) => item || []);
  const larger = await items(large.dir);
  for (const item of await items(small.dir)) expect(larger).toContain(item);
  const other = await items((await sample('other', '--size', '10', '--seed', '8')).dir);
  expect(other).not.toEqual(await items(small.dir));
});

test('when coders share the work, then each has a folder, all have the overlap, and together they have every item', async () => {
  const { dir } = await sample('shared', '--size', '20', '--coders', 'anna,ben', '--overlap', '0.2');
  expect((await readdir(join(dir, 'for-coders'))).sort()).toEqual(['anna', 'ben']);
  const [anna = [], ben = []] = await Promise.all(
    ['anna', 'ben'].map(async (coder) =>
      (await rowsOf(dir, 'for-coders', coder, `coding-sheet-${coder}.csv`)).map((row) => row['item'] ?? ''),
    ),
  );
  expect(anna.filter((item) => ben.includes(item))).toHaveLength(4);
  expect(new Set([...anna, ...ben]).size).toBe(20);
  expect(Math.abs(anna.length - ben.length)).toBeLessThanOrEqual(1);
});

test('when the folder is not empty, the sample too small for its strata, or the metric unknown, then nothing is written and the error says what to do', async () => {
  const { dir } = await sample('once', '--size', '10');
  const before = (await stat(join(dir, 'key.csv'))).mtimeMs;
  const again = await sample('once', '--size', '10');
  expect([again.code, again.stderr]).toEqual([64, expect.stringContaining('is not empty')]);
  expect((await stat(join(dir, 'key.csv'))).mtimeMs).toBe(before);
  const small = await sample('tiny', '--size', '2');
  expect([small.code, small.stderr]).toEqual([64, expect.stringContaining('--size 3')]);
  const metric = await sample('unknown', '--balance-on', 'toxcity');
  expect([metric.code, metric.stderr]).toEqual([64, expect.stringContaining('"toxicity"')]);
  const text = await sample('open', '--balance-on', 'reason');
  expect([text.code, text.stderr]).toEqual([64, expect.stringContaining('has no levels')]);
  await expect(stat(join(town.dir, 'tiny'))).rejects.toThrow();
});

test('when a sample is simple, then every comment has the same probability, and the output says so', async () => {
  const { dir, stdout } = await sample('simple', '--size', '20', '--draw', 'simple');
  const key = await rowsOf<KeyRow>(dir, 'key.csv');
  expect(new Set(key.map(({ stratum }) => stratum))).toEqual(new Set(['all']));
  expect(new Set(key.map((row) => row.inclusion_probability)).size).toBe(1);
  expect(stdout).toContain('simple random sample');
});
