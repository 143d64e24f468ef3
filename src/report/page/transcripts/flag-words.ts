import type { Flag } from '../../report-data.js';

/** `chip` marks a comment; `filter` explains it in the list of flags. */
export const flagWords: Readonly<Record<Flag, { chip: string; filter: string }>> = {
  opening: { chip: 'seed opinion', filter: 'Seed opinion' },
  silent: { chip: 'silent', filter: 'Silent' },
  missing: { chip: 'missing', filter: 'Missing' },
  truncated: { chip: 'truncated', filter: 'Truncated' },
  repaired: { chip: 'repaired', filter: 'Repaired' },
  retried: { chip: 'retried', filter: 'Retried' },
};

/** Why a comment is missing, what was repaired: the codes of the data set in words. */
const reasons: Readonly<Record<string, string>> = {
  no_text: 'cut off before any text',
  content_filter: 'stopped by a content filter',
  refused: 'refused by the server',
  failed: 'ended in an error',
  other_speaker: 'spoke for somebody else',
  own_prefix: "began with the speaker's own name",
  dangling_prefix: "ended in half a speaker's name",
};

export function reasonsInWords(why: readonly string[]): string {
  return why.map((code) => reasons[code] ?? code).join(', ');
}
