import type { OnStart, Request } from '../backend.js';
import { drawLabel } from '../draw-label.js';
import { scoreLabels, type LabelTrie } from '../label-trie.js';
import type { LabelSpecification } from '../label.js';
import type { Reply } from './drawn-reply.js';
import type { Forward, PassResult } from './forward.js';

interface ScoringOptions {
  prompt: readonly number[];
  label: LabelSpecification;
  trie: LabelTrie;
  request: Pick<Request, 'order' | 'sampling'>;
  countTokens: (text: string) => number;
  signal: AbortSignal;
  onStart?: OnStart | undefined;
}

/**
 * The labels of one request, scored by walking their trie. Each pass reads for this request alone: a dynamically
 * quantised model gives other logits in another batch, and a label must not depend on what else is asked.
 */
export class LabelScoring {
  readonly #options: ScoringOptions;
  #isStarted = false;

  constructor(options: ScoringOptions) {
    this.#options = options;
  }

  get order(): Request['order'] {
    return this.#options.request.order;
  }

  get isAborted(): boolean {
    return this.#options.signal.aborted;
  }

  /** Calls `onStart`, the first time only. */
  start(): void {
    if (!this.#isStarted) this.#options.onStart?.();
    this.#isStarted = true;
  }

  /** Rejects if a pass fails; an error that is returned concerns this request alone. */
  async read(forward: Forward): Promise<Reply | Error> {
    const { prompt, trie, label, request, countTokens } = this.#options;
    const read = [{ path: [] as readonly number[], past: (await forward({ tokens: [prompt] })).past }];
    const chances: number[][] = [];
    for (const { path, next } of trie.visits) {
      if (this.isAborted) return new Error('aborted', { cause: this.#options.signal.reason });
      while (!startsWith(path, read.at(-1)?.path)) read.pop();
      const { logits, past } = await goOn(forward, read.at(-1), path);
      read.push({ path, past });
      chances.push(logChances(logits[0] ?? new Float32Array(), next));
    }
    try {
      const reply = drawLabel(label, scoreLabels(trie, chances), request.sampling);
      return { ...reply, completion_tokens: countTokens(reply.text) };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

interface ReadPath {
  path: readonly number[];
  past: PassResult['past'];
}

function goOn(forward: Forward, from: ReadPath | undefined, path: readonly number[]): Promise<PassResult> {
  return forward({ tokens: [path.slice(from?.path.length)], ...(from && { past: from.past }) });
}

function startsWith(path: readonly number[], start: readonly number[] = []): boolean {
  return start.every((token, at) => path[at] === token);
}

/** The natural logarithms of the probabilities of some tokens. */
function logChances(logits: Float32Array, tokens: readonly number[]): number[] {
  let highest = -Infinity;
  for (const logit of logits) highest = Math.max(highest, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - highest);
  return tokens.map((token) => (logits[token] ?? -Infinity) - highest - Math.log(total));
}
