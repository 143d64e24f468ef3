import type { CommentRecord } from '../documents/records.js';

/**
 * Finds the comment of a discussion that stands last in a text that an annotator was shown; undefined if none of them
 * stands there. The text breaks lines at 70 columns, even within words, so white space is not compared. Of comments that
 * end at the same place, such as `Green.` and `I like green. Green.`, the longest was shown.
 */
export function findLastShown(comments: readonly CommentRecord[]): (shown: string) => string | undefined {
  const texts = new Map(comments.map(({ text }) => [withoutSpace(text), text]));
  texts.delete('');
  return (shown) => {
    const all = withoutSpace(shown);
    let last = { end: 0, length: 0, text: undefined as string | undefined };
    for (const [dense, text] of texts) {
      const at = all.lastIndexOf(dense);
      const found = { end: at + dense.length, length: dense.length, text };
      if (at < 0 || found.end < last.end || (found.end === last.end && found.length < last.length)) continue;
      last = found;
    }
    return last.text;
  };
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
