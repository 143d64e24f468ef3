import { parse } from 'csv-parse/sync';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ourAnnotation, ourDiscussion } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { runExport } from './run-export.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-texts-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** The rows of jonas, who says the texts, and of carla, who answers each with the same text; read by two readers. */
async function exportTexts(texts: readonly string[], forSpreadsheets = false): Promise<Record<string, string>[]> {
  const said = texts.map((text): [string, string] => ['jonas', text]);
  const discussion = ourDiscussion('town-hall-0001', [['elena', 'Free buses!'], ...said]);
  const turns = discussion.logs.map((comment) => comment.turn);
  const annotation = ourAnnotation(discussion, 'carla', turns);
  const logs = discussion.logs.map(({ text }): [string, string] => [text, text]);
  await putDocument(join(dir, 'discussions/town-hall-0001.json'), discussion);
  await putDocument(join(dir, 'annotations/carla.json'), { ...annotation, logs });
  const { text, table } = await runExport(dir, { forSpreadsheets });
  expect(parse(text, { columns: true, record_delimiter: '\r\n' })).toEqual(table);
  return table.slice(1);
}

const formulas = [
  ...['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', '\n=1+1', '\r\n@A1', '-3 buses', '@', '='],
  ...["@cmd|'/C calc'!A0", '@moderator, why?', '@elenas, no', '@elena|x'],
];
const plain = [
  ...['@elena, hello', '@jonas', '@elena: no', '@elena\nno', '-3', '+4.5', 'NA', 'null', 'TRUE', '007', '1e5'],
  ...['"', 'say "no"', 'a,b', ' x ', 'a\r\nb', 'a\rb', "'=1", '?', '…'],
  ...['🙂👩‍👩‍👧', '\u202eabc\u202c', '\u200fשלום', '\ufeffbom', 'x'.repeat(1_000_000)],
];

describe('texts in the data set', () => {
  test('when texts look like formulas, numbers, quotes or anything else, then every reader gets them back as they are', async () => {
    const texts = [...formulas, ...plain];
    const table = await exportTexts(texts);
    expect(table.map((row) => row['text'])).toEqual(texts);
    expect(table.map((row) => row['raw_text'])).toEqual(texts.map((text) => ` ${text}`));
    expect(table.map((row) => row['annotation'])).toEqual(texts);
  });

  test('when texts hold NUL or half a character, then what is written is UTF-8 that every program reads', async () => {
    const table = await exportTexts(['a\0b', '\ud83d!', '\0=1', '\udc00']);
    const expected = ['ab', '\ufffd!', '=1', '\ufffd'];
    expect(table.map((row) => row['text'])).toEqual(expected);
    expect(table.map((row) => row['raw_text'])).toEqual(expected.map((text) => ` ${text}`));
  });

  test('when the file is for spreadsheets, then a cell that could be a formula gets an apostrophe, and what people say to each other does not', async () => {
    const table = await exportTexts([...formulas, ...plain, '\0=1'], true);
    const expected = [...formulas.map((text) => `'${text}`), ...plain, "'=1"];
    expect(table.map((row) => row['text'])).toEqual(expected);
    expect(table.map((row) => row['annotation'])).toEqual(expected);
  });

  test('when the file is for spreadsheets, then it has no raw_text, which nothing may change', async () => {
    const [row = {}] = await exportTexts(['=1+1'], true);
    expect(Object.keys(row)).not.toContain('raw_text');
    expect(Object.values(row).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});
