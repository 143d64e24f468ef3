import type { Condition } from './job.js';
import { openStream, type RandomStream } from './random-stream.js';

/** What of a condition decides its draws. */
export type DrawnFor = Pick<Condition, 'seed' | 'design' | 'name'>;

/**
 * The draws for one purpose of a set-up. Paired and balanced designs leave the condition out, so that replicate r is the
 * same set-up in every condition; independent ones add it.
 */
export function setupStream(
  { seed, design, name }: DrawnFor,
  purpose: string,
  ...rest: readonly (string | number)[]
): RandomStream {
  return openStream([seed, purpose, ...rest, ...(design === 'independent' ? [`condition ${name}`] : [])]);
}
