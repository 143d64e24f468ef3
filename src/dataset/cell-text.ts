/** A text that every reader and every format takes as it is: without NUL, and without half characters. */
export function cellText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.replaceAll('\0', '').toWellFormed();
}
