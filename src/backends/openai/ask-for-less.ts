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
 * then one block of history less. The server's own numbers count where its message has them, else the reply is halved.
 * Undefined when there is nothing left to give.
 */
export function askForLess(
  request: Request,
  { droppedBlocks, maxTokens }: Extent,
  message: string,
): Extent | undefined {
  const least = leastReply(request);
  const left = readRoom(message);
  if (maxTokens > least && (left === undefined || left >= least)) {
    const shorter = left !== undefined && left < maxTokens ? left : maxTokens >> 1;
    return { droppedBlocks, maxTokens: Math.max(least, shorter) };
  }
  if (droppedBlocks >= request.history.length) return undefined;
  // A server that tells its numbers says next what is left then.
  return { droppedBlocks: droppedBlocks + 1, maxTokens: left === undefined ? least : request.maxTokens };
}

/** What the prompt leaves of the context, in the words of vLLM, SGLang, llama-server and OpenAI. */
function readRoom(message: string): number | undefined {
  const context = /context (?:length|size|window)\D{0,20}(\d+)/i.exec(message)?.[1];
  const prompt =
    /(\d+) (?:tokens from the input|input tokens|(?:tokens )?in the (?:messages|prompt))/i.exec(message)?.[1] ??
    /request \((\d+) tokens\)/i.exec(message)?.[1];
  return context === undefined || prompt === undefined ? undefined : Number(context) - Number(prompt);
}
