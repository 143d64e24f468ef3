/** The ways to say nothing that models and the original's files have: an empty text, white space, a pair of quotes. */
const silentTexts = new Set(['', '""', "''", '“”', '‘’']);

export function isSilent(text: string): boolean {
  const spoken = text.trim();
  // A set hashes what it looks up, and most texts are long.
  return spoken.length <= 2 && silentTexts.has(spoken);
}
