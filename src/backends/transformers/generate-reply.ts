import {
  userMessage,
  type BarePrompt,
  type Completion,
  type OnStart,
  type Request,
  type ShownPrompt,
} from '../backend.js';
import { describeRoom, fitHistory, type PromptLayout } from '../fit-history.js';
import { untilAborted } from '../until-aborted.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { ChatFormat } from './chat-format.js';
import type { LoadedModel } from './load-model.js';
import { Speech } from './speech.js';

/** A loaded model with what it needs to generate. */
export interface Engine {
  loaded: LoadedModel;
  format: ChatFormat;
  decoder: BatchDecoder;
  contextTokens: number;
}

/** Completes one request. */
export async function generateReply(
  engine: Engine,
  request: Request,
  { signal, onStart }: { signal: AbortSignal; onStart?: OnStart | undefined },
): Promise<Completion> {
  const { loaded, format, decoder } = engine;
  signal.throwIfAborted();
  decoder.throwIfClosed();
  const startedAt = performance.now();
  const { prompt, droppedBlocks, replyTokens } = fitHistory(request, layoutOf(engine));
  const fitted = { ...request, maxTokens: replyTokens };
  const { tokenizer } = loaded;
  const { stopTexts } = format;
  const endTokens = new Set([...loaded.endTokens, ...format.stopTokens]);
  const speech = new Speech({
    tokenizer,
    endTokens,
    stopTexts,
    prompt: prompt.tokens,
    request: fitted,
    signal,
    onStart,
  });
  const reply = await untilAborted(decoder.decode(speech), signal);
  return {
    ...reply,
    prompt_tokens: prompt.tokens.length,
    dropped_blocks: droppedBlocks,
    ...describeRoom(request, replyTokens),
    duration_ms: Math.round(performance.now() - startedAt),
  };
}

export function layoutOf({ format, contextTokens }: Engine): PromptLayout<ReturnType<ChatFormat['render']>> {
  return { contextTokens, render: format.render, tokensOf: ({ tokens }) => tokens.length };
}

export function showPrompt({ format }: Engine, prompt: BarePrompt): ShownPrompt {
  const { text, tokens } = format.render(prompt.system, userMessage({ ...prompt, history: [] }));
  return { text, tokens: tokens.length };
}
