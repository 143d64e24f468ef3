/** A reply without what a thinking model thought before it; empty when it never came to speak. */
export function stripThinking(reply: string): string {
  const end = reply.lastIndexOf('</think>');
  if (end >= 0) return reply.slice(end + '</think>'.length).trimStart();
  return reply.trimStart().startsWith('<think>') ? '' : reply;
}
