import { insertInOrder } from '../insert-in-order.js';
import { OpenSlots } from '../open-slots.js';
import type { DrawnReply, Reply } from './drawn-reply.js';
import type { Forward } from './forward.js';
import { LabelScoring } from './label-scoring.js';
import type { Library } from './load-model.js';
import { joinPasts, type PastRow } from './past.js';

interface DecoderOptions {
  library: Library;
  forward: Forward;
  /** Replies at once. */
  slots: number;
  /** Called when the engine runs out of memory. */
  warn: (text: string) => void;
}

/** A speech and the callback that settles its promise. */
interface QueuedSpeech {
  speech: DrawnReply | LabelScoring;
  settle: (outcome: Reply | Error) => void;
}

/** A speech under way, with the cached past of what the model has read for it. */
type Row = QueuedSpeech & PastRow & { speech: DrawnReply };

/**
 * Makes many replies at once. Every prompt is read alone, without padding; after that, every step is one forward pass
 * with one token of each reply. A reply that ends makes room for the next one immediately, in plan order.
 * **The text of a reply depends on the other replies in its batch, but never on when one of them is aborted**: an
 * aborted reply is generated to its end and discarded, unless all are aborted.
 */
export class BatchDecoder {
  readonly #options: DecoderOptions;
  readonly #open: OpenSlots;
  #waiting: QueuedSpeech[] = [];
  /** Replies under way, whose prompts have been read. */
  #rows: Row[] = [];
  /** Taken from the queue, but their prompts have not been read. */
  #starting: QueuedSpeech[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#open = new OpenSlots('transformers', options.slots, options.warn);
  }

  /** Resolves with the reply; rejects if the engine fails on it alone or is closed. Throws if it is already closed. */
  decode(speech: DrawnReply | LabelScoring): Promise<Reply> {
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

  /** Lets the current pass finish, rejects unfinished replies and accepts no new ones. */
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

  /**
   * Rejects everything once the engine is closed; otherwise drops waiting speeches that are aborted, and all rows if
   * all are.
   */
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
      const { speech, settle } = next;
      speech.start();
      if (speech instanceof LabelScoring) {
        const reply = await speech.read(this.#options.forward);
        this.#starting.shift();
        settle(reply);
        continue;
      }
      const { logits, past } = await this.#options.forward({ tokens: [speech.tokens] });
      this.#starting.shift();
      this.#rows.push(...stillSpeaking([{ speech, settle, past, row: 0 }], logits));
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

  /** Queues all replies again, to continue after their last token, fewer at once; rejects a reply that fails alone. */
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

/** Draws the next token of every row; returns the rows that are not finished. */
function stillSpeaking(rows: readonly Row[], logits: readonly Float32Array[]): Row[] {
  return rows.filter(({ speech, settle }, at) => {
    const reply = speech.hear(logits[at] ?? new Float32Array());
    if (reply) settle(reply);
    return reply === undefined;
  });
}

/** Waits one turn of the event loop, so that requests made at the same time share the first step. */
function nextTurnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function closed(): Error {
  return new Error('the engine is closed');
}
