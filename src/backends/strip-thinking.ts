/** A reply without the thinking that precedes it; empty if the thinking never ended. */
export function stripThinking(reply: string): string {
  const end = reply.lastIndexOf('</think>');
  if (end >= 0) return reply.slice(end + '</think>'.length).trimStart();
  return isStillThinking(reply) ? '' : reply;
}

/** Whether a reply ends inside its thinking. */
export function isStillThinking(reply: string): boolean {
  return reply.trimStart().startsWith('<think>') && !reply.includes('</think>');
}
