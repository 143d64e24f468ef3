/** The text without what an editor or an operating system adds, so that it makes the same prompt on every machine. */
export function normaliseText(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
