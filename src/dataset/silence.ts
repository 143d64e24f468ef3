/** The ways in which the original's files write a silent turn: nothing, white space, or a pair of quote characters. */
const silentTexts = new Set(['', '""', "''", '“”', '‘’']);

export function isSilent(text: string): boolean {
  const spoken = text.trim();
  // A set hashes what it looks up, and most texts are long.
  return spoken.length <= 2 && silentTexts.has(spoken);
}
