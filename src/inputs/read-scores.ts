import { throwIfAny, type Problem, type Where } from '../errors.js';
import { sha256 } from '../sha256.js';
import { inputCodes } from '../source/file-codes.js';
import { readText } from '../source/read-text.js';
import { showValue } from '../source/show-value.js';
import type { SourceText } from '../source/source-text.js';
import { suggest } from '../source/suggest.js';
import { parseCsv, shortRows, type CsvRow } from './parse-csv.js';

/** Scores of comments that another program made, such as a classifier of toxicity. */
export interface Scores {
  file: string;
  sha256: string;
  columns: readonly ScoreColumn[];
  /** The row of each comment, by its id. */
  rows: ReadonlyMap<string, ScoreRow>;
  /** Where a name of the header, or the id of a row, is. */
  whereColumn(name: string): Where;
  whereRow(id: string): Where;
  /** Of ids that several rows have: the first ten. */
  problems: readonly Problem[];
  /** Of columns that are text although most of their cells are numbers. */
  warnings: readonly string[];
}

interface ScoreColumn {
  name: string;
  type: 'integer' | 'number' | 'text';
  /** Its value in a row; null if there is none. */
  valueIn: (row: ScoreRow) => string | number | null;
  /** The first cell that is no number, in a column of text that has mostly numbers. */
  odd?: { cell: string; offset: number };
}

type ScoreRow = readonly string[];

const key = 'comment_id';
const code = 'SYNDISCO_SCORES_INVALID';
const maxBytes = 256 * 1024 * 1024;
const mostProblems = 10;

/** Reads a CSV with a column `comment_id`, as `export` writes it, and columns of scores. Throws if it is no such file. */
export async function readScores(file: string): Promise<Scores> {
  const codes = { ...inputCodes, relativeTo: 'the folder where the command is run' };
  const { source, problem } = await readText({ file, codes, maxBytes, named: { path: '--join', where: { file } } });
  if (!source) throwIfAny([problem]);
  else return scoresOf(source);
  throw new RangeError('unreachable: a text or a problem');
}

function scoresOf(source: SourceText): Scores {
  const { rows: records, separator, problems: faults } = parseCsv(source);
  const [header, ...others] = records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  throwIfAny([
    ...headerProblems(source, names),
    ...noScores(source, names),
    ...faults,
    ...shortRows(source, records, code),
  ]);
  const at = names.indexOf(key);
  const offsets = new Map<string, number>();
  const rows = new Map<string, ScoreRow>();
  const problems: Problem[] = [];
  for (const { cells, offset } of others) {
    const id = cells[at] ?? '';
    const earlier = offsets.get(id);
    if (earlier !== undefined) problems.push(duplicateId(source, { id, offset, earlier }));
    else offsets.set(id, offset);
    rows.set(id, cells);
  }
  const columns = names.flatMap((name, index) =>
    name === key ? [] : [columnOf(name, index, { rows: others, separator })],
  );
  return {
    file: source.file,
    sha256: sha256(source.text),
    columns,
    warnings: columns.flatMap(({ name, odd }) =>
      odd
        ? [
            `the column ${showValue(name)} of ${source.file} is text, because line ${source.whereAt(odd.offset).line} has ${showValue(odd.cell)}`,
          ]
        : [],
    ),
    rows,
    whereColumn: (name) => placeOf(source, name, 0),
    whereRow: (id) => placeOf(source, id, offsets.get(id) ?? 0),
    problems: problems.slice(0, mostProblems),
  };
}

function headerProblems(source: SourceText, names: readonly string[]): Problem[] {
  if (!names.includes(key)) return [noKey(source, names)];
  return names.flatMap((name, index) => {
    if (name === '') {
      const what = `Column ${index + 1} has no name.`;
      const todo = 'Name it, or leave row names out: row.names = FALSE in R, index=False in pandas.';
      return [{ code, what, todo, where: source.whereAt(0) }];
    }
    if (names.indexOf(name) === index) return [];
    const todo = 'Remove or rename one of them.';
    const where = placeOf(source, name, source.text.indexOf(name) + 1);
    return [{ code, what: `Duplicate column ${showValue(name)}.`, todo, where }];
  });
}

function noScores(source: SourceText, names: readonly string[]): Problem[] {
  if (names.length !== 1 || names[0] !== key) return [];
  const what = `There is no column beside ${key}, so nothing would be joined.`;
  return [{ code, what, todo: 'Add the columns of scores, or leave --join out.', where: source.whereAt(0) }];
}

function noKey(source: SourceText, names: readonly string[]): Problem {
  const meant = suggest(key, names);
  return {
    code,
    what: `There is no column ${showValue(key)}.`,
    todo: meant
      ? `Is it the column "${meant}"? Rename it to ${key}.`
      : `Keep the column ${key} of the exported data set beside the scores.`,
    where: meant ? placeOf(source, meant, 0) : source.whereAt(0),
  };
}

function duplicateId(
  source: SourceText,
  { id, offset, earlier }: { id: string; offset: number; earlier: number },
): Problem {
  return {
    code,
    what: `Duplicate comment_id ${showValue(id)}: it is also in line ${source.whereAt(earlier).line}.`,
    todo: 'Give every comment one row: average its scores, or name a column after each.',
    where: placeOf(source, id, offset),
  };
}

function placeOf(source: SourceText, text: string, from: number): Where {
  return source.whereAt(Math.max(from, source.text.indexOf(text, from)));
}

const integer = /^-?(0|[1-9]\d*)$/;
const number = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const leadingZero = /^-?0\d/;
/** What R, Python, SAS and spreadsheets write for a missing number. */
const missing = /^(na|n\/a|nan|-nan|null|none|<na>|#n\/a|#na|\.)?$/i;

/**
 * A column of numbers, in which words for "missing" are empty, or of texts, in which "NA" is a text. Whole numbers that
 * are too large to be exact are ids, and text.
 */
function columnOf(
  name: string,
  index: number,
  { rows, separator }: { rows: readonly CsvRow[]; separator: string },
): ScoreColumn {
  const given = rows
    .map(({ cells, offset }) => ({ cell: cells[index]?.trim() ?? '', offset }))
    .filter(({ cell }) => !missing.test(cell));
  const hasCommas = hasDecimalCommas(
    given.map(({ cell }) => cell),
    separator,
  );
  const plain = (cell: string): string => (hasCommas ? cell.replace(',', '.') : cell);
  const isNumber = (cell: string): boolean =>
    number.test(plain(cell)) && !leadingZero.test(cell) && Number.isFinite(Number(plain(cell)));
  const odd = given.find(({ cell }) => !isNumber(cell));
  if (
    given.length === 0 ||
    odd ||
    given.some(({ cell }) => integer.test(cell) && !Number.isSafeInteger(Number(cell)))
  ) {
    const isMostlyNumbers = 2 * given.filter(({ cell }) => isNumber(cell)).length > given.length;
    return { name, type: 'text', valueIn: (row) => row[index] || null, ...(odd && isMostlyNumbers && { odd }) };
  }
  return {
    name,
    type: given.every(({ cell }) => integer.test(cell)) ? 'integer' : 'number',
    valueIn(row) {
      const cell = row[index]?.trim() ?? '';
      return missing.test(cell) ? null : Number(plain(cell));
    },
  };
}

/**
 * Spreadsheets write semicolons or tabs between columns where the comma is the decimal mark. A column with points, too,
 * has two kinds of marks; in one such as `1,000`, the comma may as well separate thousands.
 */
function hasDecimalCommas(cells: readonly string[], separator: string): boolean {
  const withComma = cells.filter((cell) => cell.includes(','));
  if (separator === ',' || withComma.length === 0 || cells.some((cell) => cell.includes('.'))) return false;
  return separator === ';' || !withComma.every((cell) => /^-?[1-9]\d{0,2}(,\d{3})+$/.test(cell));
}
