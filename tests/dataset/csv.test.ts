import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellValue } from '../../src/dataset/column-type.js';
import { csv } from '../../src/dataset/formats/csv.js';
import { batchOfRows, type Batch } from '../../src/dataset/rows.js';
import { parseCsv } from './parse-csv.js';

async function write(columns: readonly string[], ...batches: Batch[]): Promise<string> {
  async function* all() {
    for (const batch of batches) yield await Promise.resolve(batch);
  }
  const chunks: Uint8Array[] = [];
  const described = columns.map((name) => ({ name, type: 'text' as const }));
  for await (const chunk of csv({ columns: described, batches: all() })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const writeCells = (...cells: CellValue[]): Promise<string> =>
  write(
    cells.map((_, index) => `column ${index}`),
    batchOfRows([cells]),
  );

describe('csv', () => {
  test('when a text holds commas, quotes or line ends, a lone CR too, then a reader gets it back as it was', async () => {
    const texts = [
      'plain',
      'a, b',
      'say "no"',
      'two\nlines',
      'two\r\nlines',
      'old\rmac',
      '"',
      '""',
      ' x ',
      'ünï 🙂',
      '',
    ];
    const [, row] = parseCsv(await writeCells(...texts));
    expect(row).toEqual(texts);
  });

  test('when texts hold any characters, then two readers get them back as they were', async () => {
    const hostile = fc.string({
      unit: fc.constantFrom('=', '@', '-', '\t', '\r', '\n', '"', ',', ' ', 'a', '\u202e', '🙂'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { minLength: 2 }),
        async (texts) => {
          const csvText = await writeCells(...texts);
          expect(parseCsv(csvText)[1]).toEqual(texts);
          expect(parse(csvText, { record_delimiter: '\r\n' })[1]).toEqual(texts);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('when cells are numbers, truth values or missing, then they are written as pandas and R read them', async () => {
    expect(await writeCells(-3, 0.5, true, false, null, 'x')).toBe(
      'column 0,column 1,column 2,column 3,column 4,column 5\r\n-3,0.5,true,false,,x\r\n',
    );
  });

  test('when rows share a part, then it is written in each of them, and batches follow each other', async () => {
    const sharing = {
      sections: [
        { firstColumn: 0, parts: [['a', 1]] },
        { firstColumn: 2, parts: [['x'], ['y']] },
      ],
      rows: [
        [0, 0],
        [0, 1],
      ],
    };
    const text = await write(['left', 'number', 'right'], sharing, batchOfRows([['b', 2, 'z']]));
    expect(text).toBe('left,number,right\r\na,1,x\r\na,1,y\r\nb,2,z\r\n');
  });

  test('when there are many rows, then they leave in chunks', async () => {
    async function* batches() {
      yield await Promise.resolve(batchOfRows(Array.from({ length: 100 }, () => ['x'.repeat(10_000)])));
    }
    const sizes: number[] = [];
    for await (const chunk of csv({ columns: [{ name: 'x', type: 'text' }], batches: batches() }))
      sizes.push(chunk.length);
    expect(Math.max(...sizes)).toBeLessThan(300_000);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(3 + 100 * 10_002);
  });
});
