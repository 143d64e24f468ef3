/** Control characters, line separators, and characters that change the direction of text. */
export const unprintable = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** The text with each of these characters replaced by U+FFFD, so that it is safe on a terminal and keeps its length. */
export function printable(text: string): string {
  return text.replace(unprintable, '\ufffd');
}
