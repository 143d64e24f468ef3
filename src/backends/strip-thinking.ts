const [opening, closing] = ['<think>', '</think>'];
/** A closing mark alone on its line, as models write it. */
const closingLine = /(?:^|\n)[ \t]*<\/think>[ \t]*(?:\n|$)/;

/**
 * A reply without the thinking that precedes it; empty if the thinking never ended. Without an opening mark, what comes
 * before a closing mark is thinking if the template has opened it (`isOpened`), or, where nobody knows, if the mark is
 * alone on its line.
 */
export function stripThinking(reply: string, isOpened?: boolean): string {
  const end = endOfThinking(reply, isOpened);
  return end === undefined ? reply : reply.slice(end).trimStart();
}

/** Whether a reply ends inside its thinking. */
export function isStillThinking(reply: string): boolean {
  return reply.trimStart().startsWith(opening) && !reply.includes(closing);
}

function endOfThinking(reply: string, isOpened: boolean | undefined): number | undefined {
  if (isStillThinking(reply)) return reply.length;
  const at = reply.indexOf(closing);
  if (at < 0) return undefined;
  if (reply.trimStart().startsWith(opening) || isOpened === true) return at + closing.length;
  const line = isOpened === undefined ? closingLine.exec(reply) : null;
  return line ? line.index + line[0].length : undefined;
}
