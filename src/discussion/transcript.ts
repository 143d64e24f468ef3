import type { PublishedComment } from '../generated/discussion.js';

/** A turn that says nothing: recorded, not shown to others. */
export function isSilent(comment: { text: string }): boolean {
  const text = comment.text.trim();
  return text === '' || text === '""' || text === "''";
}

/** What an actor sees of the discussion: the last `length` comments that say something, as prompt blocks, oldest first. */
export function historyBlocks(comments: readonly { name: string; text: string }[], length: number): string[] {
  const shown: string[] = [];
  for (let index = comments.length - 1; index >= 0 && shown.length < length; index -= 1) {
    const comment = comments[index];
    if (comment && !isSilent(comment)) shown.push(`User ${comment.name} posted:\n${comment.text}`);
  }
  return shown.reverse();
}

/** What the model said, made a comment: forbidden strings removed, Unicode made well-formed, outer white space gone. */
export function cleanText(raw: string, disallowedStrings: readonly string[]): string {
  const text = disallowedStrings.reduce((left, forbidden) => left.replaceAll(forbidden, ''), raw);
  const trimmed = text.toWellFormed().trim();
  return isSilent({ text: trimmed }) ? '' : trimmed;
}

export type Comment = PublishedComment;
