/** Control characters, and those that turn the direction of the text after them. */
export const unprintable = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** The text for a terminal, as long as it was: what would move, colour or rename it becomes a visible mark. */
export function printable(text: string): string {
  return text.replace(unprintable, '\ufffd');
}
