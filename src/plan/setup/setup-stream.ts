import type { Condition } from '../job.js';
import { openStream, type RandomStream } from '../../random-stream.js';

/** The parts of a condition that its draws depend on. */
export type DrawnFor = Pick<Condition, 'seed' | 'design' | 'name'>;

/**
 * The random stream for one purpose of a set-up. Paired and balanced designs leave the condition out of its key, so
 * that replicate r has the same set-up in every condition; independent designs include it.
 */
export function setupStream(
  { seed, design, name }: DrawnFor,
  purpose: string,
  ...rest: readonly (string | number)[]
): RandomStream {
  return openStream([seed, purpose, ...rest, ...(design === 'independent' ? [`condition ${name}`] : [])]);
}
