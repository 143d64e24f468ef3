import { throwIfAny, type Problem, type Where } from '../../errors.js';
import { showValue } from '../../source/show-value.js';
import type { SourceText } from '../../source/source-text.js';
import { suggest } from '../../source/suggest.js';
import { parseCsv, shortRows, type CsvRow } from '../parse-csv.js';
import {
  humansInvalid as code,
  kindOfAnswer,
  mostProblems,
  type FileLabel,
  type LabelFile,
  type SplitPart,
} from './human-label.js';
import { labelStudioCell } from './label-studio-labels.js';
import { answer } from './potato-labels.js';
import { tableKind, type MetricColumn, type TableKind } from './table-kinds.js';

/**
 * Reads a CSV of labels by people: one row per comment and coder with a column per metric or, in the long form, one row
 * per label with the columns `metric` and `value`; a coding sheet; a CSV of Potato or Label Studio. A column `split` says
 * `development` or `test`.
 */
export function readLabelSheet(source: SourceText, fallback: string): LabelFile {
  const { rows: records, problems: faults } = parseCsv(source);
  const [header, ...rows] = records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const kind = tableKind(names);
  throwIfAny([...headerProblems(source, names, kind), ...faults, ...shortRows(source, records, code)]);
  const sheet = { source, names, rows, kind, fallback };
  const answers = rows.flatMap((row) => answersIn(sheet, row));
  throwIfAny([...cellProblems(sheet), ...duplicates(sheet)].slice(0, mostProblems));
  const of = (wanted: ReturnType<typeof kindOfAnswer>): FileLabel[] =>
    answers.filter(({ value }) => kindOfAnswer(value) === wanted);
  const parts = partsOf(sheet);
  return {
    file: source.file,
    labels: of('label'),
    metrics: [...new Set(kind.isLong ? answers.map(({ metric }) => metric) : kind.metrics.map(({ metric }) => metric))],
    ...(parts && { parts }),
    empty: kind.isFilledIn ? of('empty').map(({ where }) => where) : [],
    unjudged: of('unjudged').length,
    whereColumn: (name) => {
      const column = kind.metrics.find(({ metric }) => metric === name)?.name ?? name;
      return source.whereAt(Math.max(0, source.text.indexOf(column)));
    },
  };
}

interface Sheet {
  source: SourceText;
  names: readonly string[];
  rows: readonly CsvRow[];
  kind: TableKind;
  /** The coder, if no column says. */
  fallback: string;
}

function headerProblems(source: SourceText, names: readonly string[], { id }: TableKind): Problem[] {
  if (id !== undefined) {
    const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
    if (twice === undefined) return [];
    const where = source.whereAt(source.text.indexOf(twice, source.text.indexOf(twice) + 1));
    return [{ code, what: `Duplicate column ${showValue(twice)}.`, todo: 'Remove or rename one of them.', where }];
  }
  const meant = suggest(idColumn, names);
  const todo = meant
    ? `Is it the column "${meant}"? Rename it to ${idColumn}.`
    : `Label an export of the study and keep its column ${idColumn}.`;
  const where = source.whereAt(meant ? Math.max(0, source.text.indexOf(meant)) : 0);
  return [{ code, what: `There is no column ${showValue(idColumn)}.`, todo, where }];
}

/** What to add to a table without any. */
const idColumn = 'comment_id';

function cellOf({ names }: Sheet, row: CsvRow, name: string): string {
  return row.cells[names.indexOf(name)]?.trim() ?? '';
}

function idOf(sheet: Sheet, row: CsvRow): string {
  return cellOf(sheet, row, sheet.kind.id ?? '');
}

function coderOf(sheet: Sheet, row: CsvRow): string {
  const { kind, fallback } = sheet;
  return kind.coder === undefined ? fallback : cellOf(sheet, row, kind.coder);
}

function answersIn(sheet: Sheet, row: CsvRow): FileLabel[] {
  const { kind, source } = sheet;
  const common = { id: idOf(sheet, row), isItem: kind.id !== idColumn, coder: coderOf(sheet, row) };
  if (kind.isLong) {
    const where = whereCell(sheet, row, 'value');
    return [{ ...common, metric: cellOf(sheet, row, 'metric'), value: cellOf(sheet, row, 'value'), where }];
  }
  return kind.metrics.flatMap(({ name, metric, choice }: MetricColumn): FileLabel[] => {
    const [cell, where] = [cellOf(sheet, row, name), whereCell(sheet, row, name)];
    if (choice !== undefined) return answer({ ...common, metric, where }, choice, cell);
    return [{ ...common, metric, value: kind.isFilledIn ? cell : labelStudioCell(cell, source), where }];
  });
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
  const { id = idColumn, coder, isLong } = sheet.kind;
  const needed = [id, ...(coder === undefined ? [] : [coder]), ...(isLong ? ['metric'] : [])];
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
    const [id, coder] = [idOf(sheet, row), coderOf(sheet, row)];
    const metric = sheet.kind.isLong ? cellOf(sheet, row, 'metric') : '';
    const label = JSON.stringify([id, coder, metric]);
    const [earlier, split] = [first.get(label), cellOf(sheet, row, 'split')];
    if (earlier === undefined) first.set(label, row.offset);
    const part = parts.get(id) ?? split;
    parts.set(id, part);
    const where = sheet.source.whereAt(row.offset);
    const line = earlier === undefined ? 0 : (sheet.source.whereAt(earlier).line ?? 0);
    const twice = `${showValue(coder)} labels ${showValue(id)} twice: also in line ${line}.`;
    const todo =
      sheet.kind.coder !== undefined
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

function partsOf(sheet: Sheet): LabelFile['parts'] {
  if (!sheet.names.includes('split')) return undefined;
  return new Map(sheet.rows.map((row) => [idOf(sheet, row), partOf(cellOf(sheet, row, 'split')) ?? 'test']));
}

function partOf(text: string): SplitPart | undefined {
  const parts: Readonly<Record<string, SplitPart>> = { development: 'development', dev: 'development', test: 'test' };
  return parts[text.toLowerCase()];
}
