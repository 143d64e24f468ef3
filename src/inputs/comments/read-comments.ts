import type { CommentTable, ExperimentConfig } from '../../config/experiment-config.js';
import { showValue } from '../../source/show-value.js';
import { parseTime } from './parse-time.js';
import { columnsOf, readRows } from './read-rows.js';
import type { TableProblems } from './table-problems.js';
import type { Cell, TableRow } from './table-row.js';

/** A row of a table, as a comment of a discussion. */
export interface TableComment {
  discussion: string;
  /** Absent if the table has none. */
  condition?: string;
  id: string;
  name: string;
  text: string;
  /** The text in the table, where that is not `text`. */
  rawText?: string;
  /** Milliseconds since 1970. */
  time?: number;
  replyTo?: string;
  line: number;
  carried: Record<string, string | number | boolean>;
}

const anonymous = 'anonymous';
/** What platforms leave in place of a comment that is gone. */
const gone = /^\s*\[(deleted|removed)( by \w+)?\]\s*$/i;

/** The comments of a table, in the order of the file. What is wrong with rows is collected in `problems`. */
export async function* readComments(
  config: ExperimentConfig,
  table: CommentTable,
  options: { problems: TableProblems; note?: (bytes: Uint8Array) => void },
): AsyncGenerator<TableComment> {
  const places = new Map(columnsOf(table).map((name, place) => [name, place]));
  for await (const row of readRows(config, table, options)) {
    const cellOf = (column: string | undefined): Cell =>
      column === undefined ? undefined : row.cells[places.get(column) ?? -1];
    const comment = commentOf(row, { table, cellOf, problems: options.problems });
    if (comment) yield comment;
  }
}

interface Reading {
  table: CommentTable;
  cellOf: (column: string | undefined) => Cell;
  problems: TableProblems;
}

function commentOf({ line }: TableRow, reading: Reading): TableComment | undefined {
  const { columns, carry } = reading.table;
  const { cellOf } = reading;
  const wordOf = (column: string | undefined): string | undefined => readWord(column, line, reading);
  const written = textOf(cellOf(columns.text));
  const text = gone.test(written) || written.trim() === '' ? '' : written;
  const id = wordOf(columns.id) ?? `row-${line}`;
  const discussion = columns.discussion === undefined ? id : wordOf(columns.discussion);
  const condition = wordOf(columns.condition);
  const replyTo = wordOf(columns.reply_to);
  const time = readTime(line, reading);
  if (discussion === undefined) {
    reading.problems.note(
      line,
      `This row has no ${columns.discussion ?? ''}.`,
      'Fill it in, or remove the row: without it, nobody knows to which discussion the comment belongs.',
    );
    return undefined;
  }
  return {
    ...{ discussion, id, name: wordOf(columns.speaker) ?? anonymous, text },
    ...(condition !== undefined && { condition }),
    ...(written !== text && { rawText: written }),
    ...(time !== undefined && { time }),
    ...(replyTo !== undefined && { replyTo }),
    line,
    carried: Object.fromEntries(carry.flatMap((name) => carriedOf(name, cellOf(name)))),
  };
}

function carriedOf(name: string, value: Cell): [string, string | number | boolean][] {
  if (value === undefined || value === '') return [];
  return [[name, typeof value === 'string' ? value.toWellFormed() : value]];
}

function textOf(value: Cell): string {
  return value === undefined ? '' : String(value).replaceAll('\r\n', '\n').toWellFormed();
}

/** A name or an id; undefined if it is empty. Numbers of more than 15 digits have lost some when they were read. */
function readWord(column: string | undefined, line: number, { cellOf, problems }: Reading): string | undefined {
  const value = cellOf(column);
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    problems.note(
      line,
      `${showValue(column)} is a number of more than 15 digits, which JSON programs round.`,
      'Write it in quotation marks, as a string.',
    );
  return textOf(value).replaceAll(/\s+/g, ' ').trim() || undefined;
}

function readTime(line: number, { table, cellOf, problems }: Reading): number | undefined {
  const value = cellOf(table.columns.time);
  if (value === undefined || typeof value === 'boolean' || value === '') return undefined;
  const time = parseTime(value);
  if (time === undefined)
    problems.note(
      line,
      `The time ${showValue(value)} cannot be read, or may mean two days.`,
      'Write times as 2017-02-27 or 2017-02-27T03:12:31Z, or as seconds since 1970; or leave out columns.time: the order is then that of the file.',
    );
  return time;
}
