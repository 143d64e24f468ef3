/**
 * withdrawn/0001.json, 0002.json …: finished discussions that a user leaves out of the data set on purpose, with the
 * reason. The document and the plan stay as they are, so nothing is lost and a withdrawal can be taken back: the last
 * record about a discussion counts. A record that cannot be read is an error, because the discussion that it leaves out
 * would silently count again.
 */
import { join } from 'node:path';
import { fail, type SyndiscoError } from '../../errors.js';
import type { Withdrawal } from '../../generated/withdrawal.js';
import type { Withdrawals } from '../../withdrawals.js';
import { hasShape } from '../check-shape.js';
import type { FilePort } from '../disk/file-port.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import { storageError } from '../disk/storage-error.js';
import { unless } from '../disk/errno.js';
import { listNumbered, publishNumbered } from '../records/numbered-records.js';
import { runFolders, type FolderOptions } from '../run-folders.js';
import { readPublished } from './published.js';

/** None for a run directory that does not exist. */
export async function readWithdrawals(runDir: string, files: FilePort = nodeFiles): Promise<Withdrawals> {
  const found = new Map<string, Withdrawal>();
  try {
    for await (const record of readWithdrawalRecords(runDir, files)) {
      if (record.is_withdrawn) found.set(record.id, record);
      else found.delete(record.id);
    }
  } catch (error) {
    throw storageError(error);
  }
  return found;
}

/** All records, in order. */
export async function* readWithdrawalRecords(runDir: string, files: FilePort): AsyncGenerator<Withdrawal> {
  const { withdrawn } = runFolders({ dir: runDir, discussionsDir: '', annotationsDir: '' });
  for (const [index, name] of (await listNumbered(files, withdrawn)).entries()) {
    const file = join(withdrawn, name);
    if (Number.parseInt(name) !== index + 1) throw damaged(file, 'the record before it is missing');
    const record = parseJson(await readWhole(files, file));
    if (!hasShape('withdrawal', record)) throw damaged(file, 'it is not a withdrawal');
    yield record;
  }
}

export interface WithdrawOptions extends Omit<FolderOptions, 'set'> {
  id: string;
  /** Of the job that made it or, of an imported discussion, of its table. */
  hash: string;
  /** No job made it, and its document has been read. */
  isImported?: boolean;
  why: string;
  at: Date;
  /** Takes an earlier withdrawal back. */
  undo: boolean;
  files?: FilePort;
}

/** Records that a finished discussion is left out from now on, or no longer. Throws if its document is not this job's. */
export async function withdraw(options: WithdrawOptions): Promise<Withdrawal> {
  const { id, hash, isImported = false, why, at, undo, files = nodeFiles } = options;
  const { documents, withdrawn } = runFolders(options);
  const place = { kind: 'discussion', id, hash, dir: documents.discussion } as const;
  try {
    if (!isImported && !(await unless(['ENOENT'], readPublished(files, place)))) throw unfinished(id);
    refuseAgain(await readWithdrawals(options.dir, files), options);
    const record = { id, job_hash: hash, is_withdrawn: !undo, why, at: at.toISOString() };
    await publishNumbered({ files, log: () => undefined }, withdrawn, record);
    return record;
  } catch (error) {
    throw storageError(error);
  }
}

function unfinished(id: string): SyndiscoError {
  const what = `The discussion ${id} is not finished, so there is nothing to withdraw.`;
  return usage(id, what, 'Generate it first: syndisco generate.');
}

function refuseAgain(withdrawals: Withdrawals, { id, undo }: WithdrawOptions): void {
  const before = withdrawals.get(id);
  if (undo && !before)
    throw usage(id, `The discussion ${id} is not withdrawn.`, 'Remove --undo, or give the id of a withdrawn one.');
  if (undo || !before) return;
  const what = `The discussion ${id} is withdrawn already, since ${before.at}: ${before.why}`;
  throw usage(id, what, 'To take it back in, add --undo and say why.');
}

function usage(job: string, what: string, todo: string): SyndiscoError {
  return fail({ code: 'SYNDISCO_USAGE', what, todo, where: { job } });
}

function damaged(file: string, why: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `A record of a withdrawn discussion cannot be used: ${why}`,
    todo: 'Restore the file from a backup: without it, a withdrawn discussion would count again.',
    where: { file },
  });
}
