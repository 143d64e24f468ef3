import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { isWritten, whereInConfig } from '../../config/config-positions.js';
import type { CommentTable, ExperimentConfig } from '../../config/experiment-config.js';
import { sealImported } from '../../document-sum.js';
import { fail, throwIfAny } from '../../errors.js';
import type { ImportedTable } from '../../generated/imported-table.js';
import { readComments, type TableComment } from '../../inputs/comments/read-comments.js';
import { TableProblems } from '../../inputs/comments/table-problems.js';
import { fileStem } from '../../plan/job-id.js';
import type { RunPorts } from '../../run/make-documents.js';
import { openSpool, type Spool } from '../../store/disk/spool.js';
import { listDocuments, refuseForeign, refuseOthers } from './foreign-documents.js';
import { makeDiscussions } from './make-discussions.js';
import { readReceipt, receiptOf } from './receipt.js';

type Ports = Pick<RunPorts, 'store' | 'log'>;

/** Discussions that are written at the same time. */
const atOnce = 16;
/** What pandas, R and databases write for a cell that is empty. A comment may say it too. */
const missingValue = /^\s*(nan|none|null|<?na>?|n\/a|#n\/a|nil)\s*$/i;

/**
 * Imports the table of comments that the config annotates, if it names one, as documents in the run directory. Once:
 * afterwards the table must be the one that was imported. `imported.json` is written last; without it, or if a document is
 * missing, the same table is imported again, which gives the same documents.
 */
export async function importComments(config: ExperimentConfig, ports: Ports): Promise<void> {
  const table = config.annotation?.table;
  if (!table) return;
  const receipt = receiptOf(config);
  const before = await readReceipt(receipt);
  const dir = config.annotation?.discussionsDir ?? '';
  if (before) await refuseOther(config, table, before);
  if (before && isSame(before.carry_columns, table.carry) && (await listDocuments(dir)).length >= before.discussions) {
    await refuseOthers(dir, before.discussions);
    return;
  }
  const spool = await openSpool(config.runDir);
  try {
    const imported = await importThrough(spool, { config, table, dir, ports });
    await ports.store.replaceFile(receipt, [`${JSON.stringify(imported, null, 2)}\n`]);
  } finally {
    await spool.close();
  }
}

interface Importing {
  config: ExperimentConfig;
  table: CommentTable;
  dir: string;
  ports: Ports;
}

async function importThrough(spool: Spool, { config, table, dir, ports }: Importing): Promise<ImportedTable> {
  const problems = new TableProblems(table.file);
  const hash = createHash('sha256');
  const note = (bytes: Uint8Array): void => void hash.update(bytes);
  const doubtful = { count: 0, line: 0, text: '' };
  for await (const comment of readComments(config, table, { problems, note })) {
    if (missingValue.test(comment.text) && (doubtful.count += 1) === 1)
      Object.assign(doubtful, { line: comment.line, text: comment.text.trim() });
    await spool.put(comment.discussion, JSON.stringify(comment));
  }
  throwIfAny(problems.all);
  const file = basename(table.file);
  const source = { file, sha256: hash.digest('hex'), condition: parse(file).name, problems };
  const made = async function* () {
    for await (const lines of spool.buckets())
      yield makeDiscussions(
        lines.map((line) => JSON.parse(line) as TableComment),
        source,
      );
  };
  const sum = { discussions: 0, comments: 0, copies: 0, silent: 0, unordered: 0 };
  // Once without writing: a table with a fault leaves nothing behind.
  for await (const { copies } of made()) sum.copies += copies;
  throwIfAny(problems.all);
  await refuseForeign(dir, source.sha256);
  for await (const { discussions } of made()) {
    const waiting = discussions.values();
    const writer = async (): Promise<void> => {
      for (const one of waiting)
        await ports.store.replaceFile(join(dir, `${fileStem(one.id)}.json`), [sealImported(one)]);
    };
    await Promise.all(Array.from({ length: atOnce }, writer));
    for (const { logs, imported_from: from } of discussions) {
      sum.discussions += 1;
      sum.comments += logs.length;
      sum.silent += logs.filter(({ text }) => text === '').length;
      if (from.order === 'file') sum.unordered += 1;
    }
  }
  tell(sum, { table, file, log: ports.log });
  if (doubtful.count > 0)
    ports.log.warn(
      `${doubtful.count} comments consist of nothing but what programs write for a missing value, such as ${JSON.stringify(doubtful.text)} in line ${doubtful.line}: they are annotated as comments; empty their cells if they are none`,
    );
  if (sum.comments === 0) throw noComments(config, table);
  await refuseOthers(dir, sum.discussions);
  const { columns, carry } = table;
  const { sha256 } = source;
  return {
    file,
    sha256,
    columns: { ...columns },
    carry_columns: [...carry],
    discussions: sum.discussions,
    comments: sum.comments,
  };
}

function tell(
  {
    discussions,
    comments,
    copies,
    silent,
    unordered,
  }: Record<'discussions' | 'comments' | 'copies' | 'silent' | 'unordered', number>,
  { table: { columns }, file, log }: { table: CommentTable; file: string; log: Ports['log'] },
): void {
  const order =
    columns.time === undefined || unordered === discussions
      ? 'in the order of the file'
      : `ordered by "${columns.time}"`;
  log.info(`imported ${comments} comments in ${discussions} discussions from ${file}, ${order}`);
  if (columns.time !== undefined && unordered > 0 && unordered < discussions)
    log.warn(`${unordered} discussions have comments without a time and are in the order of the file`);
  if (silent > 0) log.info(`${silent} comments have no text, or say that it was deleted, and are not annotated`);
  if (copies > 0) log.info(`${copies} rows that repeat another one were left out`);
}

async function refuseOther(config: ExperimentConfig, table: CommentTable, before: ImportedTable): Promise<void> {
  const asText = (columns: object): string => JSON.stringify(Object.entries(columns).sort());
  const isOtherTable = (await hashOf(table.file)) !== before.sha256;
  if (!isOtherTable && asText(table.columns) === asText(before.columns)) return;
  const path = isOtherTable ? 'annotation.files.discussions_path' : 'annotation.columns';
  throw fail({
    code: 'SYNDISCO_RUN_MISMATCH',
    what: isOtherTable
      ? `${table.file} is not the table whose ${before.comments} comments were imported into ${config.runDir}: it has changed since, or is another one.`
      : `The comments in ${config.runDir} were imported with other columns: ${JSON.stringify(before.columns)}.`,
    todo: `Restore ${isOtherTable ? 'the table' : 'the columns'}, or start a new run with --fork NAME: labels belong to the texts that the annotators read.`,
    path,
    where: isWritten(config, path) ? whereInConfig(config, path) : { file: config.file },
  });
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function noComments(config: ExperimentConfig, { file }: CommentTable): Error {
  return fail({
    code: 'SYNDISCO_INPUT_EMPTY',
    what: `${file} has no comments.`,
    todo: 'Give a table with one comment per row.',
    path: 'annotation.files.discussions_path',
    where: whereInConfig(config, 'annotation.files.discussions_path'),
  });
}
