import { insertInOrder } from '../insert-in-order.js';
import { OpenSlots } from '../open-slots.js';
import type { BatchPort } from './batch-port.js';
import type { DecodeTask, Decoder, QueuedTask } from './decode-task.js';
import { planStep } from './plan-step.js';
import { PrefixCache, type PrefixSequence } from './prefix-cache.js';
import { Slot } from './slot.js';

interface DecoderOptions {
  /** Replies at once: sequences 0 … slots - 1. */
  slots: number;
  /** Sequences after the slots that hold prefixes of personas; 0 for models whose state cannot be truncated. */
  prefixes: number;
  /** False for models whose state cannot be truncated (recurrent and hybrid ones). */
  canKeepPrefix: boolean;
  /** Called when the engine runs out of memory. */
  warn: (text: string) => void;
}

/**
 * Decodes many replies at once: every step is one forward pass over all of them. Waiting tasks start in plan order, in
 * the lowest free slot, so that active sequences stay adjacent.
 */
export class BatchDecoder implements Decoder {
  readonly canScore: boolean;
  readonly #slots: readonly Slot[];
  readonly #prefixes: PrefixCache;
  readonly #port: BatchPort;
  readonly #open: OpenSlots;
  #waiting: QueuedTask[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(port: BatchPort, { slots, prefixes, canKeepPrefix, warn }: DecoderOptions) {
    const cache = new PrefixCache(port, { first: slots, count: prefixes });
    this.canScore = canKeepPrefix;
    this.#port = port;
    this.#prefixes = cache;
    this.#open = new OpenSlots('llama.cpp', slots, warn);
    this.#slots = Array.from(
      { length: slots },
      (_, sequence) => new Slot({ sequence, port, prefixes: cache, canKeepPrefix }),
    );
  }

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

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #enqueue(queued: QueuedTask): void {
    insertInOrder(this.#waiting, queued, ({ task }) => task.order);
  }

  async #run(): Promise<void> {
    await nextTurnOfTheLoop();
    for (;;) {
      this.#endAborted();
      this.#fillSlots();
      if (this.#busy().length === 0) break;
      try {
        await this.#step();
        this.#open.stepDone();
      } catch (error) {
        this.#stepFailed(error);
      }
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
    this.#waiting = this.#waiting.filter(({ task, settle, suspended }) => {
      const reason = reasonToEnd(task);
      if (reason === undefined) return true;
      suspended?.sampler.dispose();
      settle(reason);
      return false;
    });
  }

  #fillSlots(): void {
    for (const slot of this.#slots.slice(0, this.#open.count).filter(({ task }) => !task)) {
      const next = this.#waiting.shift();
      if (next) startIn(slot, next);
    }
  }

  async #step(): Promise<void> {
    for (const slot of this.#busy()) await slot.adoptPrefix();
    const members: (Slot | PrefixSequence)[] = [...this.#busy(), ...this.#prefixes.reading];
    const shares = new Map(planStep(members, this.#port.batchTokens).map(({ sequence, take }) => [sequence, take]));
    const taking = members.filter(({ sequence }) => shares.has(sequence));
    const logits = await this.#port.decode(taking.map((member) => member.takeRow(shares.get(member.sequence) ?? 0)));
    const speaking = taking.flatMap((member, row) => {
      const handle = logits[row];
      return member instanceof Slot && handle !== undefined ? [{ slot: member, handle }] : [];
    });
    const read = await Promise.allSettled(speaking.map(({ slot, handle }) => slot.read(handle)));
    speaking.forEach(({ slot }, at) => {
      goOn(slot, read[at]);
    });
  }

  /** Queues all replies again, to continue later, fewer at once; rejects a reply that fails alone. */
  #stepFailed(error: unknown): void {
    const busy = this.#busy();
    if (busy.length === 1 || this.#isClosed) busy[0]?.finish(error);
    else {
      this.#open.halve(busy.length, error);
      for (const slot of busy) this.#enqueue(slot.suspend());
    }
    this.#prefixes.clear();
  }

  #busy(): Slot[] {
    return this.#slots.filter(({ task }) => task);
  }
}

/** A reply that cannot even start is rejected without affecting the others. */
function startIn(slot: Slot, queued: QueuedTask): void {
  try {
    slot.start(queued);
  } catch (error) {
    queued.settle(error);
  }
}

function goOn(slot: Slot, read: PromiseSettledResult<() => void> | undefined): void {
  if (read?.status === 'fulfilled') read.value();
  else slot.finish(read?.reason);
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

/** Waits one turn of the event loop, so that requests made at the same time share the first step. */
function nextTurnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function closed(): Error {
  return new Error('the engine is closed');
}
