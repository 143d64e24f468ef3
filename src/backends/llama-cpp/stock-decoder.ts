import type {
  LlamaContext,
  LlamaContextSequence,
  LlamaContextSequenceRepeatPenalty,
  LlamaGrammarEvaluationState,
  Token,
} from 'node-llama-cpp';
import { insertInOrder } from '../insert-in-order.js';
import { hasPenalties, penaltyWindow } from '../penalize.js';
import type { DecodeTask, Decoder, SpeakTask } from './decode-task.js';

interface WaitingTask {
  task: SpeakTask;
  start: () => void;
}

/**
 * Makes replies through node-llama-cpp's public API: slower, since its batches miss sequences, but it works with any
 * version. One sequence per reply; waiting tasks start in plan order.
 */
export class StockDecoder implements Decoder {
  readonly canScore = false;
  readonly #free: LlamaContextSequence[];
  readonly #waiting: WaitingTask[] = [];
  readonly #speaking = new Set<Promise<void>>();
  #isClosed = false;

  constructor(context: LlamaContext, slots: number) {
    this.#free = Array.from({ length: slots }, () => context.getSequence());
  }

  decode(task: DecodeTask): Promise<void> {
    this.throwIfClosed();
    if ('visit' in task) throw new Error('the stock decoder cannot score');
    const speaking = this.#takeTurn(task);
    this.#speaking.add(speaking);
    return speaking.finally(() => this.#speaking.delete(speaking));
  }

  throwIfClosed(): void {
    if (this.#isClosed) throw closed();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#speaking);
  }

  async #takeTurn(task: SpeakTask): Promise<void> {
    const sequence = this.#free.shift() ?? (await this.#wait(task));
    try {
      task.onStart?.();
      await this.#speak(sequence, task);
    } finally {
      this.#free.push(sequence);
      this.#waiting.shift()?.start();
    }
  }

  #wait(task: SpeakTask): Promise<LlamaContextSequence> {
    return new Promise((resolve) => {
      const start = (): void => {
        const sequence = this.#free.shift();
        if (sequence) resolve(sequence);
      };
      insertInOrder(this.#waiting, { task, start }, (waiting) => waiting.task.order);
    });
  }

  async #speak(sequence: LlamaContextSequence, task: SpeakTask): Promise<void> {
    const { temperature, topP, topK, minP, seed } = task.sampling;
    const grammarEvaluationState = await openGrammar(sequence, task.grammar);
    const said: Token[] = [];
    const sampling = {
      ...{ temperature, topP, topK: topK ?? 0, minP: minP ?? 0, seed, yieldEogToken: true },
      ...(grammarEvaluationState && { grammarEvaluationState }),
      ...(hasPenalties(task.sampling) && { repeatPenalty: penaltiesOf(task.sampling, said) }),
    };
    await sequence.clearHistory();
    let tokens: Token[] = [...task.prompt];
    while (tokens.length > 0) {
      const forced: Token[] = [];
      for await (const token of sequence.evaluate(tokens, sampling)) {
        this.throwIfClosed();
        task.signal.throwIfAborted();
        said.push(token);
        const answer = task.onToken(token);
        if (answer === false) return;
        if (answer === true) continue;
        forced.push(token, ...answer);
        break;
      }
      tokens = forced;
    }
  }
}

function penaltiesOf(sampling: SpeakTask['sampling'], said: readonly Token[]): LlamaContextSequenceRepeatPenalty {
  return {
    punishTokens: () => said.slice(-penaltyWindow),
    maxPunishTokens: penaltyWindow,
    penalty: sampling.repeatPenalty ?? 1,
    frequencyPenalty: sampling.frequencyPenalty ?? 0,
    presencePenalty: sampling.presencePenalty ?? 0,
  };
}

/** The caller keeps it over several evaluations: it holds the state of the reply within its grammar. */
async function openGrammar(
  { model }: LlamaContextSequence,
  grammar: string | undefined,
): Promise<LlamaGrammarEvaluationState | undefined> {
  if (grammar === undefined) return undefined;
  const { LlamaGrammarEvaluationState: State } = await import('node-llama-cpp');
  return new State({ model, grammar: await model.llama.createGrammar({ grammar }) });
}

function closed(): Error {
  return new Error('the engine is closed');
}
