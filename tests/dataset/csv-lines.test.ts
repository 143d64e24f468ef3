import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellValue, ColumnLayout } from '../../src/dataset/column-layout.js';
import { csvLines } from '../../src/dataset/csv-lines.js';
import { parseCsv } from './parse-csv.js';

/** A data set of one comment whose cells are the given values. */
function write(values: readonly CellValue[], { raw = true } = {}): string {
  const comment = values.map((value, index) => ({ title: `column ${index}`, cell: () => value }));
  const layout: ColumnLayout = {
    comment,
    annotation: [],
    answer: [{ title: 'annotation', cell: ({ answer }) => answer }],
    annotationEnd: [],
  };
  const actor = { name: 'elena', role: 'participant', isModerator: false, prompt: '', traits: new Map() };
  const comments = [{ turn: 0, actor, text: '', rawText: '', model: '' }];
  const discussion = { id: 'd', timestamp: '', createdAt: '', historyLength: 0, condition: '', replicate: 1, comments };
  return [...csvLines(layout, { raw }).discussion(discussion, [])].join('');
}

describe('csvLines', () => {
  test('when a text holds commas, quotes or line ends, a lone CR too, then a reader gets it back as it was', () => {
    const texts = [
      'plain',
      'a, b',
      'say "no"',
      'two\nlines',
      'two\r\nlines',
      'old\rmac',
      '"',
      '""',
      ' space ',
      'ünï 🙂',
      '',
    ];
    expect(parseCsv(write(texts))).toEqual([[...texts, '']]);
  });

  test('when any texts are written raw, then they come back whole', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        expect(parseCsv(write(texts))).toEqual([[...texts, '']]);
      }),
      { numRuns: 300 },
    );
  });

  test('when a text looks like a formula, then a spreadsheet sees text; numbers stay numbers', () => {
    const texts = ['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', 'a=1', '-3', '+4.5', '-3 buses'];
    const guarded = ["'=1+1", "'+A1", "'-A1", "'@SUM(A1)", "'\t=1", "'\r=1", 'a=1', '-3', '+4.5', "'-3 buses"];
    expect(parseCsv(write(texts, { raw: false }))).toEqual([[...guarded, '']]);
    expect(parseCsv(write([-3, 0, null], { raw: false }))).toEqual([['-3', '0', '', '']]);
  });

  test('when a text holds NUL or half a character, then what is written is UTF-8 that every program reads', () => {
    expect(parseCsv(write(['a\0b', '\ud83d!', '\0=1'], { raw: false }))).toEqual([['ab', '\ufffd!', "'=1", '']]);
    expect(parseCsv(write(['a\0b', '\udc00'], { raw: true }))).toEqual([['ab', '\ufffd', '']]);
  });

  test('when lines end, then they end as RFC 4180 says', () => {
    expect(write(['a'])).toBe('a,\r\n');
  });
});
