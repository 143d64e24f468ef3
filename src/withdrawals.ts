import type { Withdrawal } from './generated/withdrawal.js';

/** The withdrawn discussions of a run, by id. */
export type Withdrawals = ReadonlyMap<string, Withdrawal>;

/** Whether this document is withdrawn; one of another plan under the same id is not. */
export function isWithdrawn(withdrawals: Withdrawals, document: object): boolean {
  const [id, hash] = ['id' in document ? document.id : undefined, 'job_hash' in document ? document.job_hash : ''];
  return typeof id === 'string' && withdrawals.get(id)?.job_hash === hash;
}
