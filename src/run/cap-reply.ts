import type { Completion } from '../backends/backend.js';

/** In UTF-16 units. A comment has some hundreds; what is this long is an engine gone wrong, and would be in every later prompt. */
export const longestReply = 1_000_000;

/** A reply of bearable length in well-formed Unicode: half a character becomes U+FFFD, the rest of an endless reply goes. */
export function capReply(completion: Completion): Completion {
  const isTooLong = completion.text.length > longestReply;
  const text = completion.text.slice(0, longestReply).toWellFormed();
  return isTooLong ? { ...completion, text, finish_reason: 'length' } : { ...completion, text };
}
