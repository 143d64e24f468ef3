import type { Completion } from '../backends/backend.js';
import type { PublishedComment } from '../generated/discussion.js';
import { isSilentReply } from '../silence.js';

/** The history shown to an actor: the last `length` comments that are not silent, as prompt blocks, oldest first. */
export function historyBlocks(comments: readonly { name: string; text: string }[], length: number): string[] {
  const shown: string[] = [];
  for (let index = comments.length - 1; index >= 0 && shown.length < length; index -= 1) {
    const comment = comments[index];
    if (comment && comment.text !== '') shown.push(`User ${comment.name} posted:\n${comment.text}`);
  }
  return shown.reverse();
}

/** What the model said, made a comment: cleaned, and empty where it chose to stay silent. */
export function commentText(raw: string, disallowedStrings: readonly string[]): string {
  const text = cleanText(raw, disallowedStrings);
  return isSilentReply(text) ? '' : text;
}

/** Forbidden strings removed, Unicode made well-formed, outer white space gone. */
export function cleanText(raw: string, disallowedStrings: readonly string[]): string {
  const text = disallowedStrings.reduce((left, forbidden) => left.replaceAll(forbidden, ''), raw);
  return text.toWellFormed().trim();
}

/** How a text was generated, as published with every generated text. */
export function describeCompletion(completion: Completion, seed: number) {
  const { text, finish_reason, prompt_tokens, completion_tokens, dropped_blocks, max_tokens, served_model } = completion;
  const counts = { prompt_tokens, completion_tokens, dropped_blocks };
  return {
    ...{ raw_text: text, seed, finish_reason, ...counts },
    ...(max_tokens !== undefined && { max_tokens }),
    ...(served_model !== undefined && { served_model }),
  };
}

export type Comment = PublishedComment;
