/** Equal for names that nobody would tell apart: the same letters, ignoring case and how they are encoded. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
