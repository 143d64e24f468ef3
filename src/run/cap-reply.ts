import type { Completion } from '../backends/backend.js';

/** In UTF-16 units. A comment has a few hundred; a longer reply is a fault, and would be in every later prompt. */
export const longestReply = 1_000_000;

/**
 * Truncates an endless reply to `longestReply`, makes it well-formed Unicode (a lone surrogate becomes U+FFFD), and
 * names what was cut off before any text: a model that thinks until its tokens are used up has not chosen silence.
 */
export function capReply(completion: Completion): Completion {
  const isTooLong = completion.text.length > longestReply;
  const text = completion.text.slice(0, longestReply).toWellFormed();
  const reason = isTooLong ? 'length' : completion.finish_reason;
  const raw = completion.raw_text?.slice(0, longestReply).toWellFormed();
  return {
    ...completion,
    ...(raw !== undefined && { raw_text: raw }),
    text,
    finish_reason: reason === 'length' && text.trim() === '' ? 'no_text' : reason,
  };
}
