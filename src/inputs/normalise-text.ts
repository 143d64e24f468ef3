/** Removes what an editor or operating system adds to a text, so that it makes the same prompt on every machine. */
export function normaliseText(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
