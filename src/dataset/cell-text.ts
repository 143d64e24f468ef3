/** A text that every reader and format accepts: without NUL and without lone surrogates. */
export function cellText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.replaceAll('\0', '').toWellFormed();
}
