import { throwIfAny, type Problem, type Where } from '../errors.js';
import { inputCodes } from '../source/file-codes.js';
import { readText } from '../source/read-text.js';
import { showValue } from '../source/show-value.js';
import type { SourceText } from '../source/source-text.js';
import { suggest } from '../source/suggest.js';
import { parseCsv, shortRows, type CsvRow } from './parse-csv.js';

export type SplitPart = 'development' | 'test';

/** Labels by people, before it is known which columns are metrics and which values they may have. */
export interface HumanLabels {
  file: string;
  /** In the order of the file; empty cells are left out. Cells such as `NA` may be missing values, or a level. */
  labels: readonly HumanLabel[];
  /** The columns that may be metrics; in the long form, the metrics named. */
  metrics: readonly string[];
  /** The part of each comment, if the file says. */
  parts: ReadonlyMap<string, SplitPart> | undefined;
  whereColumn: (name: string) => Where;
}

export interface HumanLabel {
  commentId: string;
  coder: string;
  metric: string;
  value: string;
  where: Where;
}

const code = 'SYNDISCO_HUMANS_INVALID' as const;
const maxBytes = 256 * 1024 * 1024;
const mostProblems = 10;
const key = 'comment_id';
/** The person of a file without a column `coder`. */
const onlyCoder = 'human';

/**
 * Reads a CSV of labels by people: one row per comment and coder with a column per metric or, in the long form, one row
 * per label with the columns `metric` and `value`. A column `split` says `development` or `test`.
 */
export async function readHumanLabels(file: string): Promise<HumanLabels> {
  const codes = { ...inputCodes, relativeTo: 'the folder where the command is run' };
  const { source, problem } = await readText({ file, codes, maxBytes, named: { path: '--humans', where: { file } } });
  if (!source) throwIfAny([problem]);
  else return labelsOf(source);
  throw new RangeError('unreachable: a text or a problem');
}

interface Sheet {
  source: SourceText;
  names: readonly string[];
  rows: readonly CsvRow[];
  isLong: boolean;
}

function labelsOf(source: SourceText): HumanLabels {
  const { rows: records, problems: faults } = parseCsv(source);
  const [header, ...rows] = records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  throwIfAny([...headerProblems(source, names), ...faults, ...shortRows(source, records, code)]);
  const isLong = names.includes('metric') && names.includes('value');
  const sheet = { source, names, rows, isLong };
  const others = names.filter((name) => ![key, 'coder', 'split'].includes(name));
  const labels = rows.flatMap((row) => labelsIn(sheet, row, others));
  throwIfAny([...cellProblems(sheet), ...duplicates(sheet)].slice(0, mostProblems));
  return {
    file: source.file,
    labels,
    metrics: isLong ? [...new Set(labels.map(({ metric }) => metric))] : others,
    parts: partsOf(sheet),
    whereColumn: (name) => source.whereAt(Math.max(0, source.text.indexOf(name))),
  };
}

function headerProblems(source: SourceText, names: readonly string[]): Problem[] {
  if (names.includes(key)) {
    const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
    if (twice === undefined) return [];
    const where = source.whereAt(source.text.indexOf(twice, source.text.indexOf(twice) + 1));
    return [{ code, what: `Duplicate column ${showValue(twice)}.`, todo: 'Remove or rename one of them.', where }];
  }
  const meant = suggest(key, names);
  const todo = meant
    ? `Is it the column "${meant}"? Rename it to ${key}.`
    : `Label an export of the study and keep its column ${key}.`;
  const where = source.whereAt(meant ? Math.max(0, source.text.indexOf(meant)) : 0);
  return [{ code, what: `There is no column ${showValue(key)}.`, todo, where }];
}

function cellOf({ names }: Sheet, row: CsvRow, name: string): string {
  return row.cells[names.indexOf(name)]?.trim() ?? '';
}

function coderOf(sheet: Sheet, row: CsvRow): string {
  return sheet.names.includes('coder') ? cellOf(sheet, row, 'coder') : onlyCoder;
}

function labelsIn(sheet: Sheet, row: CsvRow, columns: readonly string[]): HumanLabel[] {
  const labels = sheet.isLong
    ? [[cellOf(sheet, row, 'metric'), cellOf(sheet, row, 'value'), 'value'] as const]
    : columns.map((name) => [name, cellOf(sheet, row, name), name] as const);
  const [commentId, coder] = [cellOf(sheet, row, key), coderOf(sheet, row)];
  return labels.flatMap(([metric, value, column]) =>
    value === '' ? [] : [{ commentId, coder, metric, value, where: whereCell(sheet, row, column) }],
  );
}

/** Cells before it may hold the same text, so that it is sought after those. */
function whereCell({ source, names }: Pick<Sheet, 'source' | 'names'>, row: CsvRow, name: string): Where {
  let at = row.offset;
  for (const cell of row.cells.slice(0, names.indexOf(name)))
    at = Math.max(at, source.text.indexOf(cell, at)) + cell.length;
  const found = source.text.indexOf(row.cells[names.indexOf(name)] ?? '', at + (names.indexOf(name) > 0 ? 1 : 0));
  return source.whereAt(found < 0 ? row.offset : found);
}

function cellProblems(sheet: Sheet): Problem[] {
  const needed = [key, ...(sheet.names.includes('coder') ? ['coder'] : []), ...(sheet.isLong ? ['metric'] : [])];
  const split = sheet.names.includes('split');
  return sheet.rows.flatMap((row): Problem[] => [
    ...needed
      .filter((name) => cellOf(sheet, row, name) === '')
      .map((name) => ({
        code,
        what: `This row has no ${name}.`,
        todo: `Fill in the cell, or remove the row.`,
        where: sheet.source.whereAt(row.offset),
      })),
    ...(split && partOf(cellOf(sheet, row, 'split')) === undefined
      ? [
          {
            code,
            what: `The split of this row is ${showValue(cellOf(sheet, row, 'split'))}.`,
            todo: 'Write "development" (labels that shaped instructions or models) or "test".',
            where: whereCell(sheet, row, 'split'),
          },
        ]
      : []),
  ]);
}

function duplicates(sheet: Sheet): Problem[] {
  const [first, parts] = [new Map<string, number>(), new Map<string, string>()];
  return sheet.rows.flatMap((row): Problem[] => {
    const [id, coder, metric] = [
      cellOf(sheet, row, key),
      coderOf(sheet, row),
      sheet.isLong ? cellOf(sheet, row, 'metric') : '',
    ];
    const label = JSON.stringify([id, coder, metric]);
    const [earlier, split] = [first.get(label), cellOf(sheet, row, 'split')];
    if (earlier === undefined) first.set(label, row.offset);
    const part = parts.get(id) ?? split;
    parts.set(id, part);
    const where = sheet.source.whereAt(row.offset);
    const line = earlier === undefined ? 0 : (sheet.source.whereAt(earlier).line ?? 0);
    const twice = `${showValue(coder)} labels ${showValue(id)} twice: also in line ${line}.`;
    const todo = sheet.names.includes('coder')
      ? 'Keep one of the rows.'
      : 'Keep one of the rows or, if they are by different people, add a column coder.';
    return [
      ...(earlier === undefined ? [] : [{ code, what: twice, todo, where }]),
      ...(part === split
        ? []
        : [
            {
              code,
              what: `The comment ${showValue(id)} is in both parts of the split.`,
              todo: 'Give all rows of a comment the same split.',
              where,
            },
          ]),
    ];
  });
}

function partsOf(sheet: Sheet): HumanLabels['parts'] {
  if (!sheet.names.includes('split')) return undefined;
  return new Map(sheet.rows.map((row) => [cellOf(sheet, row, key), partOf(cellOf(sheet, row, 'split')) ?? 'test']));
}

function partOf(text: string): SplitPart | undefined {
  const parts: Readonly<Record<string, SplitPart>> = { development: 'development', dev: 'development', test: 'test' };
  return parts[text.toLowerCase()];
}
