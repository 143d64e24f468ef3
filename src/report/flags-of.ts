import type { CommentRecord } from '../documents/records.js';
import { flags, type Flag } from './report-data.js';

/** What a reader should know of a comment besides its text. */
export function flagsOf({
  isOpening,
  text,
  missing,
  repairs = [],
  generation,
  flags: found = [],
}: CommentRecord): Flag[] {
  if (isOpening) return ['opening'];
  return [
    ...(text === '' && !missing ? (['silent'] as const) : []),
    ...(missing ? (['missing'] as const) : []),
    ...(generation?.finishReason === 'length' ? (['truncated'] as const) : []),
    ...(repairs.length > 0 ? (['repaired'] as const) : []),
    ...(generation && generation.failedTries.length > 0 ? (['retried'] as const) : []),
    // At the limit in any case, in the middle or not.
    ...flags.filter((flag) => flag !== 'truncated' && found.includes(flag)),
  ];
}
