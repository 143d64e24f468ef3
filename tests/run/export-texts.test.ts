import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SumCheck } from '../../src/document-sum.js';
import { exportDataset } from '../../src/run/export-dataset.js';
import { parseTable } from '../dataset/parse-csv.js';
import { ourAnnotation, ourDiscussion } from './published-debate.js';
import { putDocument } from './put-document.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-texts-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

type Table = Record<string, string>[];

/** The data set of one discussion in which jonas says the texts, as two readers that are not ours and one of our own see it. */
async function exportTexts(texts: readonly string[], options: { forSpreadsheets?: boolean } = {}): Promise<Table> {
  const said = texts.map((text): [string, string] => ['jonas', text]);
  const discussion = ourDiscussion('town-hall-0001', [['elena', 'Free buses!'], ...said]);
  await putDocument(join(dir, 'discussions/town-hall-0001.json'), discussion);
  const annotation = ourAnnotation(discussion, 'carla', [0]);
  const answered = texts.map((text, index): [string, string] => [discussion.logs[index + 1]?.text ?? '', text]);
  await putDocument(join(dir, 'annotations/carla.json'), {
    ...annotation,
    logs: [...annotation.logs, ...answered],
    comments: discussion.logs.map((_, turn) => ({ ...annotation.comments[0], turn })),
  });
  const chunks: string[] = [];
  await exportDataset({
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    path: join(dir, 'dataset.csv'),
    originalColumns: false,
    forSpreadsheets: options.forSpreadsheets === true,
    sums: new SumCheck(),
    replaceFile: async (_, parts) => {
      for await (const part of parts) chunks.push(part);
    },
    log: { info: () => undefined, warn: () => undefined },
  });
  const bytes = Buffer.from(chunks.join(''));
  const table = parseTable(bytes.toString());
  expect(parse(bytes, { columns: true, record_delimiter: '\r\n' })).toEqual(table);
  return table.slice(1);
}

const texts = [
  ...['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', '\n=1+1', '\n\n-1+1', '\r\n@A1', "@cmd|'/C calc'!A0", '@', '='],
  ...[
    '@elena, hello',
    '@jonas',
    '@elena: no',
    '@elena.',
    '@elena\nno',
    '@elena\u2003no',
    '@moderator, why?',
    '@elenas, no',
  ],
  ...[
    '-3',
    '+4.5',
    '-3 buses',
    'NA',
    'null',
    'TRUE',
    '007',
    '1e5',
    '"',
    '""',
    'say "no"',
    'a,b',
    ' x ',
    '\n',
    'a\r\nb',
    'a\rb',
  ],
  ...['🙂👩‍👩‍👧', '\u202eabc\u202c', '\u200fשלום', '\ufeffbom', "'=1", 'x'.repeat(1_000_000)],
];

describe('texts in the data set', () => {
  test('when texts look like formulas, numbers, quotes or anything else, then every reader gets them back as they are', async () => {
    const table = await exportTexts(texts);
    expect(table.map((row) => row['text'])).toEqual(
      texts.map((text) => (/^["“]"?$|^\s*$/.test(text) && text !== '"' ? '' : text)),
    );
    expect(table.map((row) => row['raw_text'])).toEqual(texts.map((text) => ` ${text}`));
    expect(table.map((row) => row['annotation'])).toEqual(texts);
  });

  test('when texts hold any characters, then only NUL and lone surrogates change', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (some) => {
        const table = await exportTexts(some);
        const expected = some.map((one) => one.replaceAll('\0', '').toWellFormed());
        expect(table.map((row) => row['annotation'])).toEqual(expected);
        expect(table.map((row) => row['raw_text'])).toEqual(expected.map((one) => ` ${one}`));
      }),
      { numRuns: 50 },
    );
  });

  test('when texts hold NUL or half a character, then what is written is UTF-8 that every program reads', async () => {
    const table = await exportTexts(['a\0b', '\ud83d!', '\0=1', '\udc00']);
    expect(table.map((row) => row['text'])).toEqual(['ab', '\ufffd!', '=1', '\ufffd']);
  });

  test('when the file is for spreadsheets, then a cell that could be a formula gets an apostrophe, and what a person says to another does not', async () => {
    const guarded = [
      '=1+1',
      '+A1',
      '-A1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1+1',
      '\n\n-1+1',
      '\r\n@A1',
      "@cmd|'/C calc'!A0",
      '@',
      '=',
    ];
    const alsoGuarded = ['@moderator, why?', '@elenas, no', '@elena|x', '@elena!A1', '-3 buses'];
    const plain = texts.filter((text) => !guarded.includes(text) && !alsoGuarded.includes(text));
    const table = await exportTexts([...guarded, ...alsoGuarded, ...plain], { forSpreadsheets: true });
    const expected = [...[...guarded, ...alsoGuarded].map((text) => `'${text}`), ...plain];
    expect(table.map((row) => row['annotation'])).toEqual(expected);
    expect(table.map((row) => row['text'])).toEqual(
      expected.map((text) => (text.trim() === '' || text === '""' ? '' : text)),
    );
  });

  test('when the file is for spreadsheets, then it has no raw_text, which nothing may change', async () => {
    const [row] = await exportTexts(['=1+1'], { forSpreadsheets: true });
    expect(Object.keys(row ?? {})).not.toContain('raw_text');
    expect(Object.values(row ?? {}).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  test('when a NUL hides a formula, then it is guarded', async () => {
    const [row] = await exportTexts(['\0=1'], { forSpreadsheets: true });
    expect(row).toMatchObject({ text: "'=1", annotation: "'=1" });
  });
});
