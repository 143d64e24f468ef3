import type { FilePort } from '../disk/file-port.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { storageError } from '../disk/storage-error.js';
import { readAcceptedEdits } from './accepted-edits.js';
import { readWithdrawalRecords } from './withdrawals.js';

/**
 * When somebody last decided about a finished job: withdrew a discussion, took it back in, or accepted an edit. By the
 * job's id; for jobs of annotation sets, too.
 */
export async function readDecidedAt(runDir: string, files: FilePort = nodeFiles): Promise<ReadonlyMap<string, Date>> {
  const found = new Map<string, Date>();
  const note = ({ id, at }: { id: string; at: string }): void => {
    const time = new Date(at);
    const before = found.get(id);
    if (!before || time > before) found.set(id, time);
  };
  try {
    for await (const record of readWithdrawalRecords(runDir, files)) note(record);
    for await (const edit of readAcceptedEdits(runDir, files)) note(edit);
  } catch (error) {
    throw storageError(error);
  }
  return found;
}
