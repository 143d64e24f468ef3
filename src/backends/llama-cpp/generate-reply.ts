import type { LlamaModel } from 'node-llama-cpp';
import type { Completion, OnStart, Request } from '../backend.js';
import { fitHistory } from '../fit-history.js';
import { labelGrammar } from '../label-grammar.js';
import type { ChatFormat } from './chat-format.js';
import type { Decoder } from './decode-task.js';
import { TokenReply } from './token-reply.js';

/** A loaded model with what it needs to generate. */
export interface Engine {
  model: LlamaModel;
  format: ChatFormat;
  decoder: Decoder;
  contextTokens: number;
  /** The most tokens of thinking before a reply; 0 turns thinking off. */
  thinkingTokens: number;
}

/**
 * Completes one request. With a label there is no thinking: the grammar applies from the first token on, and a thought
 * that the template opens is closed.
 */
export async function generateReply(
  anyEngine: Engine,
  request: Request,
  { signal, onStart }: { signal: AbortSignal; onStart: OnStart | undefined },
): Promise<Completion> {
  signal.throwIfAborted();
  const engine = request.label ? { ...anyEngine, thinkingTokens: 0 } : anyEngine;
  engine.decoder.throwIfClosed();
  const startedAt = performance.now();
  const { model, format, decoder, thinkingTokens } = engine;
  const { prompt, droppedBlocks, startsThinking } = layOut(engine, request);
  const reply = new TokenReply({ model, format, request, thinkingTokens, startsThinking });
  await decoder.decode({
    order: request.order,
    prompt: prompt.tokens,
    prefixLength: prompt.prefixLength,
    sampling: request.sampling,
    grammar: request.label && labelGrammar(request.label),
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

/**
 * Fits the prompt, leaving room for the reply and its thinking. Without thinking, a thought that the template opens is
 * closed immediately.
 */
function layOut(
  { format, contextTokens, thinkingTokens }: Engine,
  request: Request,
): ReturnType<typeof fitHistory<ReturnType<ChatFormat['render']>>> & { startsThinking: boolean } {
  const closesThought = format.startsThinking && thinkingTokens === 0;
  const fitted = fitHistory(request, {
    contextTokens: contextTokens - thinkingTokens,
    render: (system, user) => {
      const { tokens, prefixLength } = format.render(system, user);
      return { tokens: closesThought ? [...tokens, ...format.thought.closingTokens] : tokens, prefixLength };
    },
    tokensOf: ({ tokens }) => tokens.length,
  });
  return { ...fitted, startsThinking: format.startsThinking && !closesThought };
}
