import type { LlamaModel } from 'node-llama-cpp';
import type { Completion, OnStart, Request } from '../backend.js';
import { fitHistory } from '../fit-history.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { ChatFormat } from './chat-format.js';
import { TokenReply } from './token-reply.js';

/** A loaded model and what speaks through it. */
export interface Engine {
  model: LlamaModel;
  format: ChatFormat;
  decoder: BatchDecoder;
  contextTokens: number;
}

/** One request, from its texts to the completion. */
export async function generateReply(
  engine: Engine,
  request: Request,
  { signal, onStart }: { signal: AbortSignal; onStart: OnStart | undefined },
): Promise<Completion> {
  signal.throwIfAborted();
  engine.decoder.throwIfClosed();
  const startedAt = performance.now();
  const { model, format, decoder, contextTokens } = engine;
  const layout = {
    contextTokens,
    render: format.render,
    tokensOf: ({ tokens }: { tokens: readonly unknown[] }) => tokens.length,
  };
  const { prompt, droppedBlocks } = fitHistory(request, layout);
  const reply = new TokenReply(model, format, request);
  await decoder.decode({
    order: request.order,
    prompt: prompt.tokens,
    prefixLength: prompt.prefixLength,
    sampling: request.sampling,
    signal,
    onStart,
    onToken: (token) => reply.hear(token),
  });
  return {
    ...reply.result,
    prompt_tokens: prompt.tokens.length,
    dropped_blocks: droppedBlocks,
    duration_ms: Math.round(performance.now() - startedAt),
  };
}
