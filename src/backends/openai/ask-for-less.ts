import { leastReply, type Request } from '../backend.js';

/** How much of a request is asked. */
export interface Extent {
  /** Oldest history blocks to leave out. */
  droppedBlocks: number;
  /** Room for the reply. */
  maxTokens: number;
}

/**
 * What to ask of a server for which prompt and reply are too long together: a shorter reply first, down to the least,
 * then one block of history less. What the prompt leaves of the context counts where the server says it, else the reply
 * is halved. Undefined when there is nothing left to give.
 */
export function askForLess(
  request: Request,
  { droppedBlocks, maxTokens }: Extent,
  left: number | undefined,
): Extent | undefined {
  const least = leastReply(request);
  if (maxTokens > least && (left === undefined || left >= least)) {
    const shorter = left !== undefined && left < maxTokens ? left : maxTokens >> 1;
    return { droppedBlocks, maxTokens: Math.max(least, shorter) };
  }
  if (droppedBlocks >= request.history.length) return undefined;
  // A server that tells its numbers says next what is left then.
  return { droppedBlocks: droppedBlocks + 1, maxTokens: left === undefined ? least : request.maxTokens };
}
