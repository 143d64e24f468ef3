import type { Completion } from '../backends/backend.js';

/** In UTF-16 units. A comment has a few hundred; a longer reply is a fault, and would be in every later prompt. */
export const longestReply = 1_000_000;

/** Truncates an endless reply to `longestReply` and makes it well-formed Unicode: a lone surrogate becomes U+FFFD. */
export function capReply(completion: Completion): Completion {
  const isTooLong = completion.text.length > longestReply;
  const text = completion.text.slice(0, longestReply).toWellFormed();
  return isTooLong ? { ...completion, text, finish_reason: 'length' } : { ...completion, text };
}
