import type { Detector } from '../detector.js';

/**
 * Quotation marks around everything: `"Nurses read at night."` False positives: a comment that is nothing but a quotation.
 */
export const quoted: Detector = {
  finds: (raw) => innerOf(raw) !== undefined,
  strip: (raw) => innerOf(raw) ?? raw,
};

const pairs: readonly (readonly [opening: string, closing: string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ["'", "'"],
  ['‘', '’'],
];
/** Within a word, these two are apostrophes. */
const quoteInside = /(?:^|\s)['‘]|['’](?:\s|[.,!?;:]|$)/u;

function innerOf(raw: string): string | undefined {
  const text = raw.trim();
  for (const [opening, closing] of pairs) {
    if (!text.startsWith(opening) || !text.endsWith(closing) || text.length < 4) continue;
    const inner = text.slice(1, -1);
    const isApostrophe = closing === "'" || closing === '’';
    const isWhole = isApostrophe ? !quoteInside.test(inner) : !inner.includes(opening) && !inner.includes(closing);
    if (isWhole && /\p{L}/u.test(inner)) return inner.trim();
  }
  return undefined;
}
