/**
 * Merge, withdrawn/ and accepted/: the decisions about documents, in the order of time. A decision that is not later
 * than one about the same document in the target is not repeated there, so a later one is never undone by an older one.
 */
import type { AcceptedEdit } from '../../generated/accepted-edit.js';
import type { Withdrawal } from '../../generated/withdrawal.js';
import type { Withdrawals } from '../../withdrawals.js';
import { nodeFiles as files } from '../disk/node-file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { readAcceptedEdits } from '../documents/accepted-edits.js';
import { readWithdrawalRecords } from '../documents/withdrawals.js';
import { publishNumbered } from '../records/numbered-records.js';
import type { RunFolders } from '../run-folders.js';

export interface JoinedDecisions {
  withdrawals: readonly Withdrawal[];
  edits: readonly AcceptedEdit[];
}

export async function joinDecisions(runs: readonly string[]): Promise<JoinedDecisions> {
  const withdrawals: Withdrawal[] = [];
  const edits: AcceptedEdit[] = [];
  for (const run of runs) {
    for await (const record of readWithdrawalRecords(run, files)) withdrawals.push(record);
    for await (const edit of readAcceptedEdits(run, files)) edits.push(edit);
  }
  return { withdrawals: withdrawals.sort(byTime), edits: edits.sort(byTime) };
}

/** What holds after all of them. */
export function lastWithdrawals({ withdrawals }: JoinedDecisions): Withdrawals {
  const last = new Map(withdrawals.map((record) => [record.id, record]));
  return new Map([...last].filter(([, { is_withdrawn: isWithdrawn }]) => isWithdrawn));
}

/** Resolves to the number of new records. */
export async function writeDecisions(
  ports: Publishing,
  { withdrawals, edits }: JoinedDecisions,
  { run, withdrawn, accepted }: RunFolders,
): Promise<number> {
  const before = await joinDecisions([run]);
  const decidedAt = new Map(before.withdrawals.map(({ id, at }) => [id, at]));
  const known = new Set(before.edits.map(({ sha256 }) => sha256));
  let added = 0;
  for (const record of withdrawals) {
    if ((decidedAt.get(record.id) ?? '') >= record.at) continue;
    decidedAt.set(record.id, record.at);
    await publishNumbered(ports, withdrawn, record);
    added += 1;
  }
  for (const edit of edits) {
    if (known.has(edit.sha256)) continue;
    known.add(edit.sha256);
    await publishNumbered(ports, accepted, edit);
    added += 1;
  }
  return added;
}

function byTime(one: { at: string }, other: { at: string }): number {
  return one.at < other.at ? -1 : Number(one.at > other.at);
}
