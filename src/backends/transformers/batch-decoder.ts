import { insertInOrder } from '../insert-in-order.js';
import { OpenSlots } from '../open-slots.js';
import type { Forward } from './forward.js';
import type { Library } from './load-model.js';
import { joinPasts, type PastRow } from './past.js';
import type { Reply, Speech } from './speech.js';

interface DecoderOptions {
  library: Library;
  forward: Forward;
  /** Replies at once. */
  slots: number;
  /** Told when the engine ran out of memory. */
  warn: (text: string) => void;
}

/** A speech with the promise that waits for it. */
interface QueuedSpeech {
  speech: Speech;
  settle: (outcome: Reply | Error) => void;
}

/** A speech under way, and what the model has read for it. */
type Row = QueuedSpeech & PastRow;

/**
 * Makes many replies at once. A prompt is read alone, without padding; then every step is one forward pass with one token
 * of each reply. A reply that is over makes room for the next at once, in the order of the plan.
 * **What a reply says depends on the replies beside it, never on when somebody gives up on one**: an aborted reply is
 * made to its end, unheard, unless nobody listens to any.
 */
export class BatchDecoder {
  readonly #options: DecoderOptions;
  readonly #open: OpenSlots;
  #waiting: QueuedSpeech[] = [];
  /** Read and begun. */
  #rows: Row[] = [];
  /** Out of the queue, their prompts not read yet. */
  #starting: QueuedSpeech[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#open = new OpenSlots('transformers', options.slots, options.warn);
  }

  /** Resolves with the reply; rejects when the engine fails on it alone or is closed. Throws when it is closed already. */
  decode(speech: Speech): Promise<Reply> {
    this.throwIfClosed();
    return new Promise((resolve, reject) => {
      const settle = (outcome: Reply | Error): void => {
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      this.#enqueue({ speech, settle });
      this.#running ??= this.#run();
    });
  }

  throwIfClosed(): void {
    if (this.#isClosed) throw closed();
  }

  /** Lets the pass under way end, rejects what is unfinished, and takes no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #enqueue(queued: QueuedSpeech): void {
    insertInOrder(this.#waiting, queued, ({ speech }) => speech.order);
  }

  async #run(): Promise<void> {
    await nextTurnOfTheLoop();
    for (;;) {
      this.#leaveOut();
      this.#fillSlots();
      if (this.#busy().length === 0) break;
      try {
        await this.#readPrompts();
        await this.#step();
        this.#open.stepDone();
      } catch (error) {
        this.#stepFailed(error);
      }
    }
    this.#running = undefined;
  }

  /** Ends everything when the engine is closed; lets go of what nobody waits for. */
  #leaveOut(): void {
    if (this.#isClosed) {
      for (const { settle } of [...this.#waiting, ...this.#busy()]) settle(closed());
      [this.#waiting, this.#rows, this.#starting] = [[], [], []];
    }
    this.#waiting = this.#waiting.filter(({ speech }) => !speech.isAborted);
    if (this.#rows.every(({ speech }) => speech.isAborted)) this.#rows = [];
  }

  #fillSlots(): void {
    this.#starting = this.#waiting.splice(0, Math.max(0, this.#open.count - this.#rows.length));
  }

  async #readPrompts(): Promise<void> {
    for (let next = this.#starting[0]; next && !this.#isClosed; next = this.#starting[0]) {
      if (next.speech.isAborted) {
        this.#starting.shift();
        continue;
      }
      next.speech.start();
      const { logits, past } = await this.#options.forward({ tokens: [next.speech.tokens] });
      this.#starting.shift();
      const row = { ...next, past, row: 0 };
      this.#rows.push(...stillSpeaking([row], logits));
    }
  }

  async #step(): Promise<void> {
    if (this.#rows.length === 0 || this.#isClosed) return;
    const { library, forward } = this.#options;
    const tokens = this.#rows.map(({ speech }) => [speech.lastToken]);
    const { logits, past } = await forward({ tokens, past: joinPasts(library, this.#rows) });
    const rows = this.#rows.map(({ speech, settle }, row) => ({ speech, settle, past, row }));
    this.#rows = stillSpeaking(rows, logits);
  }

  /** Every reply goes on later from what it has said, fewer at once; a reply that fails alone is rejected. */
  #stepFailed(error: unknown): void {
    const busy = this.#busy();
    [this.#rows, this.#starting] = [[], []];
    if (busy.length > 1) {
      this.#open.halve(busy.length, error);
      for (const { speech, settle } of busy) this.#enqueue({ speech, settle });
    } else busy[0]?.settle(error instanceof Error ? error : new Error(String(error)));
  }

  #busy(): QueuedSpeech[] {
    return [...this.#rows, ...this.#starting];
  }
}

/** Lets every row draw its next token; those that are not over with it. */
function stillSpeaking(rows: readonly Row[], logits: readonly Float32Array[]): Row[] {
  return rows.filter(({ speech, settle }, at) => {
    const reply = speech.hear(logits[at] ?? new Float32Array());
    if (reply) settle(reply);
    return reply === undefined;
  });
}

/** Everything that is asked for at the same time is in the first step together. */
function nextTurnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function closed(): Error {
  return new Error('the engine is closed');
}
