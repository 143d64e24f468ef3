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
}

interface ScoreColumn {
  name: string;
  type: 'integer' | 'number' | 'text';
  /** Its value in a row; null if there is none. */
  valueIn: (row: ScoreRow) => string | number | null;
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
  throwIfAny([...headerProblems(source, names), ...faults, ...shortRows(source, records, code)]);
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
  return {
    file: source.file,
    sha256: sha256(source.text),
    columns: names.flatMap((name, index) => (name === key ? [] : [columnOf(name, index, { rows: others, separator })])),
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
/** What R and Python write for a missing number. */
const missing = /^(na|nan|null|none)?$/i;

/** A column of numbers, in which words for "missing" are empty, or of texts, in which "NA" is a text. */
function columnOf(
  name: string,
  index: number,
  { rows, separator }: { rows: readonly CsvRow[]; separator: string },
): ScoreColumn {
  // Spreadsheets write semicolons where the comma is the decimal mark.
  const plain = (text: string): string => (separator === ';' ? text.trim().replace(',', '.') : text.trim());
  const cells = rows.map(({ cells: row }) => plain(row[index] ?? '')).filter((cell) => !missing.test(cell));
  const fits = (isOne: (cell: string) => boolean): boolean => cells.length > 0 && cells.every(isOne);
  const type = fits((cell) => integer.test(cell) && Number.isSafeInteger(Number(cell)))
    ? 'integer'
    : fits((cell) => number.test(cell) && !leadingZero.test(cell) && Number.isFinite(Number(cell)))
      ? 'number'
      : 'text';
  return {
    name,
    type,
    valueIn(row) {
      const cell = row[index] ?? '';
      if (type === 'text') return cell === '' ? null : cell;
      return missing.test(cell.trim()) ? null : Number(plain(cell));
    },
  };
}
