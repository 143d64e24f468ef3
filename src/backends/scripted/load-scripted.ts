import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelOf } from '../../config/engines/registry.js';
import type { Backend, Completion, Request } from '../backend.js';
import { describeRoom, fitHistory, measureBare, type PromptRendering } from '../fit-history.js';
import type { MetricScores } from '../../generated/completion.js';
import { splitLabel } from '../label.js';
import { ReplyText } from '../reply-text.js';
import { untilAborted } from '../until-aborted.js';
import { readVersion } from '../../version.js';
import { writeReply } from './write-reply.js';

/**
 * The engine for rehearsals and tests: no weights, and the same text for the same request and seed on every machine.
 * Its tokens are words; `ScriptedOptions` shape its replies.
 */
export function loadScripted(model: ModelOf<'scripted'>): Promise<Backend> {
  const { slots, delayMs } = model.options;
  return Promise.resolve({
    model: { name: model.name, engine: 'scripted', engine_version: readVersion(), fingerprint: null },
    slots,
    async generate(request, signal, onStart) {
      signal.throwIfAborted();
      onStart?.();
      const startedAt = performance.now();
      if (delayMs > 0) await untilAborted(sleep(delayMs), signal);
      signal.throwIfAborted();
      return { ...play(request, model), duration_ms: Math.round(performance.now() - startedAt) };
    },
    countTokens: countWords,
    measurePrompt: (prompt) => measureBare(prompt, renderingOf(model)),
    close: () => Promise.resolve(),
  });
}

function play(request: Request, model: ModelOf<'scripted'>): Omit<Completion, 'duration_ms'> {
  const fitted = fitHistory(request, renderingOf(model));
  const words = writeReply(request, model.options);
  const spoken = words.slice(0, fitted.replyTokens);
  const reply = new ReplyText(request.stop, request.speaker);
  const stopped = reply.append(spoken.join('')) !== undefined;
  return {
    text: reply.text,
    ...(reply.raw !== undefined && { raw_text: reply.raw }),
    finish_reason: stopped ? 'stop_string' : spoken.length < words.length ? 'length' : 'stop',
    prompt_tokens: fitted.prompt,
    completion_tokens: stopped ? countWords(reply.text) : spoken.length,
    dropped_blocks: fitted.droppedBlocks,
    ...describeRoom(request, fitted.replyTokens),
    ...(request.label && {
      label_scores: splitLabel(request.label).listed.map(({ values }) => scoreEvenly(values.length)),
    }),
  };
}

/** Its labels are drawn from all values alike. */
function scoreEvenly(values: number): MetricScores {
  const probability = Number((1 / values).toPrecision(6));
  return { probabilities: new Array<number>(values).fill(probability), legal_mass: 1 };
}

function renderingOf({ contextTokens }: Pick<ModelOf<'scripted'>, 'contextTokens'>): PromptRendering<number> {
  const render = (system: string, turns: readonly string[]): number =>
    turns.reduce((words, turn) => words + countWords(turn), countWords(system));
  return { contextTokens, render, tokensOf: (words) => words };
}

/** A word is a run of characters above U+0020. A single pass, since this runs fifty thousand times a second. */
function countWords(text: string): number {
  let words = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const isSpace = text.charCodeAt(at) <= 32;
    if (!isSpace && !inWord) words++;
    inWord = !isSpace;
  }
  return words;
}
