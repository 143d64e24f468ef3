import { whereInConfig } from '../../config/config-positions.js';
import type { CommentTable, ExperimentConfig } from '../../config/experiment-config.js';
import { fail, throwIfAny, type Problem } from '../../errors.js';
import { inputCodes } from '../../source/file-codes.js';
import { describeUnreadable, isPipe } from '../../source/read-text.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';
import { decodeFile, NotText } from './decode-file.js';
import { readCsvRows } from './read-csv-rows.js';
import { readJsonRows } from './read-json-rows.js';
import type { TableProblems } from './table-problems.js';
import type { TableRow } from './table-row.js';

const pathKey = 'annotation.files.discussions_path';

/** The columns of a table that are read, in order. */
export function columnsOf({ columns, carry }: CommentTable): string[] {
  return [...Object.values(columns), ...carry];
}

/**
 * The rows of the table to annotate, in the order of the file and with the cells of `columnsOf`; only a few are in memory
 * at a time. What is wrong with rows is collected in `problems`. Throws if the table cannot be read or lacks a column.
 */
export async function* readRows(
  config: ExperimentConfig,
  table: CommentTable,
  { problems, note }: { problems: TableProblems; note?: (bytes: Uint8Array) => void },
): AsyncGenerator<TableRow> {
  const { file } = table;
  const columns = columnsOf(table);
  const unreadable = (reason: string): Promise<Problem> => {
    const named = { path: pathKey, where: whereInConfig(config, pathKey) };
    return describeUnreadable({ file, codes: inputCodes, named, reason });
  };
  try {
    if (await isPipe(file)) throwIfAny([await unreadable('A_PIPE')]);
    const { start, texts } = await withStart(decodeFile(file, note));
    const choose = (names: readonly string[]): readonly string[] => {
      throwIfAny(missingColumns(config, table, names));
      return columns;
    };
    const reading = { columns, start, choose, problems };
    if (/^\s*\[/.test(start)) throw fail(notLines(file));
    yield* start.trimStart().startsWith('{') ? readJsonRows(texts, reading) : readCsvRows(texts, reading);
  } catch (error) {
    if (error instanceof NotText) throwIfAny([notText(file, error)]);
    if (error instanceof Error && 'errno' in error && 'code' in error)
      throwIfAny([await unreadable(String(error.code))]);
    throw error;
  }
}

async function withStart(texts: AsyncGenerator<string>): Promise<{ start: string; texts: AsyncGenerator<string> }> {
  const first = await texts.next();
  const start = first.done ? '' : first.value;
  return {
    start,
    texts: (async function* () {
      yield start;
      yield* texts;
    })(),
  };
}

function missingColumns(config: ExperimentConfig, { file, columns, carry }: CommentTable, names: readonly string[]) {
  const asked = [
    ...Object.entries(columns).map(([of, name]) => ({ name, path: `annotation.columns.${of}` })),
    ...carry.map((name, index) => ({ name, path: `annotation.carry_columns.${index}` })),
  ];
  return asked
    .filter(({ name }) => !names.includes(name))
    .map(({ name, path }): Problem => {
      const meant = suggest(name, names);
      return {
        code: 'SYNDISCO_TABLE_INVALID',
        what: `${file} has no column ${showValue(name)}.`,
        todo: `${meant === undefined ? '' : `Is it ${showValue(meant)}? `}Its columns are ${listNames(names)}.`,
        path,
        where: whereInConfig(config, path),
      };
    });
}

const mostListed = 30;

function listNames(names: readonly string[]): string {
  const listed = names.slice(0, mostListed).map(showValue).join(', ');
  return names.length > mostListed ? `${listed} and ${names.length - mostListed} others` : listed;
}

function notLines(file: string): Problem {
  return {
    code: 'SYNDISCO_TABLE_INVALID',
    what: 'This file is one JSON array.',
    todo: "Write one JSON object per line: jq -c '.[]' FILE > FILE.jsonl",
    where: { file, line: 1, column: 1 },
  };
}

function notText(file: string, { line, found }: NotText): Problem {
  return {
    code: 'SYNDISCO_INPUT_NOT_UTF8',
    what: `This file contains ${found}.`,
    todo: 'Save it as UTF-8; on the command line: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW_FILE, with the encoding that it has.',
    where: { file, line, column: 1 },
  };
}
