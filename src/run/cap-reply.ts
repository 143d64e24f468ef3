import type { Completion } from '../backends/backend.js';

/**
 * As JSON, in which a control character takes six. A comment has a few hundred; a longer reply is a fault, would be in every
 * later prompt, and fifty of them would be more than one document can hold.
 */
export const longestReply = 1_000_000;

/**
 * Truncates an endless reply to `longestReply`, makes it well-formed Unicode (a lone surrogate becomes U+FFFD), and
 * names what was cut off before any text: a model that thinks until its tokens are used up has not chosen silence.
 */
export function capReply(completion: Completion): Completion {
  const text = cap(completion.text);
  const reason = text.length < completion.text.length ? 'length' : completion.finish_reason;
  const raw = completion.raw_text === undefined ? undefined : cap(completion.raw_text);
  return {
    ...completion,
    ...(raw !== undefined && { raw_text: raw }),
    text,
    finish_reason: reason === 'length' && text.trim() === '' ? 'no_text' : reason,
  };
}

function cap(text: string): string {
  let capped = text.slice(0, longestReply).toWellFormed();
  if (capped.length * 6 <= longestReply) return capped;
  for (let size = sizeOf(capped); size > longestReply; size = sizeOf(capped))
    capped = capped.slice(0, Math.floor((capped.length * longestReply) / size)).toWellFormed();
  return capped;
}

function sizeOf(text: string): number {
  return JSON.stringify(text).length - '""'.length;
}
