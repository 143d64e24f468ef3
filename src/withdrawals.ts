import type { Withdrawal } from './generated/withdrawal.js';

/** The withdrawn discussions of a run, by id. */
export type Withdrawals = ReadonlyMap<string, Withdrawal>;

/** Whether this document is withdrawn; one of another plan, or of another table, under the same id is not. */
export function isWithdrawn(withdrawals: Withdrawals, document: object): boolean {
  const id = 'id' in document ? document.id : undefined;
  return typeof id === 'string' && withdrawals.get(id)?.job_hash === originOf(document);
}

/** The hash of the job that made a document or, of an imported one, of the table that it is from. */
function originOf(document: object): unknown {
  if ('job_hash' in document) return document.job_hash;
  const source = 'imported_from' in document ? document.imported_from : undefined;
  return typeof source === 'object' && source !== null && 'sha256' in source ? source.sha256 : '';
}
