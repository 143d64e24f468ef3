import type { Token } from 'node-llama-cpp';
import type { BatchPort } from './batch-port.js';
import { planStep } from './plan-step.js';
import { Slot, type DecodeTask, type QueuedTask } from './slot.js';

interface DecoderOptions {
  slots: number;
  /** False for models whose state cannot be cut back (recurrent and hybrid ones). */
  canKeepPrefix: boolean;
}

/**
 * Decodes many replies at once: every step is one forward pass with all of them in it.
 * Waiting tasks start in their order, in the lowest free slot, so that active sequences stay neighbours.
 */
export class BatchDecoder {
  readonly #slots: readonly Slot[];
  readonly #port: BatchPort;
  #waiting: QueuedTask[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(port: BatchPort, { slots, canKeepPrefix }: DecoderOptions) {
    this.#port = port;
    this.#slots = Array.from({ length: slots }, (_, sequence) => new Slot({ sequence, port, canKeepPrefix }));
  }

  /** Resolves when the task has heard enough; rejects when its signal aborts, the engine fails or is closed. Throws when it is closed already. */
  decode(task: DecodeTask): Promise<void> {
    this.throwIfClosed();
    const { promise, settle } = deferred();
    this.#enqueue({ task, settle });
    this.#running ??= this.#run();
    return promise;
  }

  throwIfClosed(): void {
    if (this.#isClosed) throw closed();
  }

  /** Lets the step under way end, rejects what is unfinished, and takes no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #enqueue(queued: QueuedTask): void {
    const at = this.#waiting.findIndex((other) => isBefore(queued.task.order, other.task.order));
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, queued);
  }

  async #run(): Promise<void> {
    await nextTurnOfTheLoop();
    for (;;) {
      this.#endAborted();
      this.#fillSlots();
      if (this.#busy().length === 0) break;
      await this.#step().catch((error: unknown) => {
        for (const slot of this.#busy()) slot.finish(error);
      });
    }
    this.#running = undefined;
  }

  #endAborted(): void {
    const reasonToEnd = ({ signal }: DecodeTask): unknown =>
      this.#isClosed ? closed() : signal.aborted ? signal.reason : undefined;
    for (const slot of this.#busy()) {
      const reason = slot.task && reasonToEnd(slot.task);
      if (reason !== undefined) slot.finish(reason);
    }
    this.#waiting = this.#waiting.filter(({ task, settle }) => {
      const reason = reasonToEnd(task);
      if (reason !== undefined) settle(reason);
      return reason === undefined;
    });
  }

  #fillSlots(): void {
    for (const slot of this.#slots.filter(({ task }) => !task)) {
      const next = this.#waiting.shift();
      if (next) slot.start(next);
    }
  }

  async #step(): Promise<void> {
    const busy = this.#busy();
    const shares = new Map(planStep(busy, this.#port.batchTokens).map(({ sequence, take }) => [sequence, take]));
    const taking = busy.filter(({ sequence }) => shares.has(sequence));
    const logits = await this.#port.decode(taking.map((slot) => slot.takeRow(shares.get(slot.sequence) ?? 0)));
    const drawn = await Promise.all(taking.map((slot, row) => drawFrom(slot, logits[row])));
    taking.forEach((slot, row) => {
      const token = drawn[row];
      if (token !== undefined) slot.hear(token);
    });
  }

  #busy(): Slot[] {
    return this.#slots.filter(({ task }) => task);
  }
}

async function drawFrom(slot: Slot, logits: number | undefined): Promise<Token | undefined> {
  return logits === undefined ? undefined : slot.draw(logits);
}

function isBefore([jobA, indexA]: DecodeTask['order'], [jobB, indexB]: DecodeTask['order']): boolean {
  return jobA < jobB || (jobA === jobB && indexA < indexB);
}

function deferred(): { promise: Promise<void>; settle: QueuedTask['settle'] } {
  let settle: QueuedTask['settle'] = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    settle = (error) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('aborted', { cause: error }));
    };
  });
  return { promise, settle };
}

/** Everything that is asked for at the same time is in the first step together. */
function nextTurnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function closed(): Error {
  return new Error('the engine is closed');
}
