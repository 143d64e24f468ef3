/** The ways in which the original's files write a silent turn: nothing, white space, or a pair of quote characters. */
const silentTexts = new Set(['', '""', "''", '“”', '‘’']);

export function isSilent(text: string): boolean {
  return silentTexts.has(text.trim());
}
