import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SyndiscoError, type Problem } from '../../src/errors.js';
import { parseTable } from '../dataset/parse-csv.js';
import { ourAnnotation, ourDiscussion } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { exportIn, runExport } from './run-export.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-join-'));
  const debate = ourDiscussion('town-hall-0002', [
    ['elena', 'Buses should be free.'],
    ['jonas', 'Who pays?'],
    ['elena', ''],
    ['jonas', 'Nobody, then.'],
  ]);
  await putDocument(join(dir, 'discussions/town-hall-0002.json'), debate);
  for (const annotator of ['carla', 'dan']) {
    const annotation = ourAnnotation(debate, annotator, [0, 1, 3]);
    await putDocument(join(dir, `annotations/${annotation.id}.json`), annotation);
  }
});

afterEach(() => rm(dir, { recursive: true, force: true }));

async function score(text: string | Uint8Array): Promise<string> {
  const file = join(dir, 'scores.csv');
  await putDocument(file, text);
  return file;
}

async function problemsOf(
  text: string | Uint8Array,
  options: Parameters<typeof runExport>[1] = {},
): Promise<readonly Problem[]> {
  const scores = await score(text);
  const error: unknown = await runExport(dir, { ...options, scores }).catch((thrown: unknown) => thrown);
  if (error instanceof SyndiscoError) return error.problems;
  throw error;
}

test('when outside scores are joined, then every row of a comment has them, and the codebook their types', async () => {
  const scores = await score(
    'comment_id,toxicity,words,verdict\ntown-hall-0002/1,0.25,2,NA\ntown-hall-0002/0,1e-3,4,"mild, so far"\ntown-hall-0002/3,NA,2,007\n',
  );
  const { table, warnings, files } = await runExport(dir, { scores });
  expect(table.map((row) => [row['turn'], row['annotator'], row['toxicity'], row['words'], row['verdict']])).toEqual([
    ['0', 'carla', '0.001', '4', 'mild, so far'],
    ['0', 'dan', '0.001', '4', 'mild, so far'],
    ['1', 'carla', '0.25', '2', 'NA'],
    ['1', 'dan', '0.25', '2', 'NA'],
    ['2', '', '', '', ''],
    ['3', 'carla', '', '2', '007'],
    ['3', 'dan', '', '2', '007'],
  ]);
  expect(warnings).toEqual([]);
  const codebook = await readFile(files.find((file) => file.endsWith('codebook.md')) ?? '', 'utf8');
  expect(codebook).toMatch(/\| `toxicity` \| number \|/);
  expect(codebook).toMatch(/\| `words` \| integer \|/);
  expect(codebook).toMatch(/\| `verdict` \| text \|/);
  expect(codebook).toMatch(/scores\.csv \(SHA-256 [0-9a-f]{64}\)/);
});

test('when they are joined to tidy tables, then the turns have them, and comments without a row are counted', async () => {
  const scores = await score('comment_id,toxicity\ntown-hall-0002/1,0.25\n');
  const { warnings } = await exportIn(dir, { scores, isTidy: true });
  const turns = parseTable(await readFile(join(dir, 'dataset/tidy/turns.csv'), 'utf8'));
  expect(turns.map((row) => row['toxicity'])).toEqual(['', '0.25', '', '']);
  expect(warnings).toEqual([`2 of 3 comments have no row in ${scores}; the first is town-hall-0002/0`]);
});

test('when a spreadsheet wrote them with semicolons and decimal commas, then they are read as numbers', async () => {
  const scores = await score(
    '\uFEFFcomment_id;toxicity\r\ntown-hall-0002/0;0,5\r\ntown-hall-0002/1;0,25\r\ntown-hall-0002/3;\r\n',
  );
  const { table } = await runExport(dir, { scores });
  expect(table.map((row) => row['toxicity'])).toEqual(['0.5', '0.5', '0.25', '0.25', '', '', '']);
});

test('when Excel wrote them with a line "sep=;", then it names the separator, and lines are counted with it', async () => {
  const head = 'sep=;\r\ncomment_id;toxicity;"a, b"\r\n';
  const scores = await score(`${head}town-hall-0002/0;0,5;1\r\ntown-hall-0002/1;0,25;2\r\ntown-hall-0002/3;#N/A;.\r\n`);
  const { table } = await runExport(dir, { scores });
  expect(table.map((row) => row['toxicity'])).toEqual(['0.5', '0.5', '0.25', '0.25', '', '', '']);
  const [problem] = await problemsOf(`${head}town-hall-0002/0;1;1\r\ntown-hall-0002/7;1;1\r\n`);
  expect(problem).toMatchObject({ where: { line: 4, column: 1 } });
});

test.each([
  ['a cell is no number', ['0.5', 'n.d.', '0.7'], 'n.d.', 3],
  ['decimal commas are between commas', ['"0,5"', '1', '2'], '0,5', 2],
])('when a column of numbers is text because %s, then a warning names the cell', async (_, cells, odd, line) => {
  const ids = [0, 1, 3].map((turn) => `town-hall-0002/${turn}`);
  const scores = await score(`comment_id,x\n${ids.map((id, row) => `${id},${cells[row] ?? ''}`).join('\n')}\n`);
  const { warnings } = await runExport(dir, { scores });
  expect(warnings).toEqual([`the column "x" of ${scores} is text, because line ${line} has ${JSON.stringify(odd)}`]);
});

test.each([
  ['are ids beyond 2^53', ',', ['1234567890123456789', '2', '3'], ['1234567890123456789', '2', '3']],
  ['have decimal commas between tabs', '\t', ['0,5', '-1', '0,125'], ['0.5', '-1', '0.125']],
  ['have two kinds of marks', ';', ['1.234', '0,5', '2'], ['1.234', '0,5', '2']],
])('when numbers %s, then their digits are kept', async (_, sign, cells, read) => {
  const ids = [0, 1, 3].map((turn) => `town-hall-0002/${turn}`);
  const scores = await score(
    `comment_id${sign}x\n${ids.map((id, row) => `${id}${sign}${cells[row] ?? ''}`).join('\n')}\n`,
  );
  const { table } = await runExport(dir, { scores });
  expect(table.filter((row) => row['annotator'] === 'carla').map((row) => row['x'])).toEqual(read);
});

test('when ids are unknown or repeated, then each is told with its line and column', async () => {
  const problems = await problemsOf(
    'comment_id,note,x\ntown-hall-0002/0,"two\nlines",1\ntown-hall-0002/4,,2\ntown-hall-0009/0,,3\ntown-hall-0002/0,,4\n',
  );
  expect(problems.map(({ what, where }) => [what, where?.line, where?.column])).toEqual([
    ['Duplicate comment_id "town-hall-0002/0": it is also in line 2.', 6, 1],
    ['No comment of this data set has the comment_id "town-hall-0002/4".', 4, 1],
    ['No comment of this data set has the comment_id "town-hall-0009/0".', 5, 1],
  ]);
});

test.each([
  ['a column is one of the data set', 'comment_id,toxicity,text\n', 'The data set already has a column "text".', 21],
  ['a column occurs twice', 'comment_id,x,x\n', 'Duplicate column "x".', 14],
  ['a column has no name', ',comment_id,x\n', 'Column 1 has no name.', 1],
  ['there is no comment_id', 'coment_id,x\n', 'There is no column "comment_id".', 1],
])('when %s, then it is told at its place', async (_, header, what, column) => {
  const width = header.split(',').length - 1;
  const [problem] = await problemsOf(`${header}town-hall-0002/0${',1'.repeat(width)}\n`);
  expect(problem).toMatchObject({ what, where: { line: 1, column } });
});

test('when there is no column beside comment_id, then it is refused: nothing would be joined', async () => {
  const [problem] = await problemsOf('comment_id\ntown-hall-0002/0\n');
  expect(problem).toMatchObject({ code: 'SYNDISCO_SCORES_INVALID', where: { line: 1, column: 1 } });
  expect(problem?.what).toContain('nothing would be joined');
});

test('when only some comments are exported, then scores of the others are no mistake', async () => {
  const scores = await score('comment_id,x\ntown-hall-0002/0,1\ntown-hall-0002/1,2\ntown-hall-0002/3,3\n');
  const { table, warnings } = await runExport(dir, { scores, filter: { conditions: ['strict'] } });
  expect(table.map((row) => row['x'])).toContain('3');
  expect(warnings).toEqual([]);
});
