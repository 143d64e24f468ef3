import { insertInOrder } from '../insert-in-order.js';
import { OpenSlots } from '../open-slots.js';
import type { BatchPort, BatchRow } from './batch-port.js';
import type { DecodeTask, Decoder, QueuedTask } from './decode-task.js';
import { planStep, planUniformStep } from './plan-step.js';
import { PrefixCache, type PrefixSequence } from './prefix-cache.js';
import { Slot } from './slot.js';

interface DecoderOptions {
  /** Replies at once: sequences 0 … slots - 1. */
  slots: number;
  /** Sequences after the slots that hold prefixes of personas; 0 for models whose state cannot be truncated. */
  prefixes: number;
  /** False for models whose state cannot be truncated (recurrent and hybrid ones). */
  canKeepPrefix: boolean;
  /** Every pass is of the same form, so that a reply does not depend on what else is under way. */
  isReproducible?: boolean;
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
  readonly #isReproducible: boolean;
  #waiting: QueuedTask[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(port: BatchPort, options: DecoderOptions) {
    const { slots, prefixes, canKeepPrefix, isReproducible = false, warn } = options;
    const cache = new PrefixCache(port, { first: slots, count: prefixes });
    this.canScore = canKeepPrefix;
    this.#port = port;
    this.#isReproducible = isReproducible;
    this.#prefixes = cache;
    this.#open = new OpenSlots('llama.cpp', slots, warn);
    this.#slots = Array.from(
      { length: slots },
      (_, sequence) => new Slot({ sequence, port, prefixes: cache, canKeepPrefix, isReproducible }),
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
    const open = this.#slots.slice(0, this.#open.count);
    for (const slot of open.filter(({ task }) => !task)) {
      const next = this.#nextFor(slot, open);
      if (!next) continue;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      startIn(slot, next);
    }
  }

  /** A task that shares the history in a slot waits for that slot, even if another one is free: it is not read twice. */
  #nextFor(slot: Slot, open: readonly Slot[]): QueuedTask | undefined {
    const others = open.filter((other) => other !== slot);
    return (
      this.#waiting.find(({ task }) => slot.hasHistoryOf(task)) ??
      this.#waiting.find(({ task }) => !others.some((other) => other.hasHistoryOf(task)))
    );
  }

  async #step(): Promise<void> {
    for (const slot of this.#busy()) await slot.adoptPrefix();
    const members: (Slot | PrefixSequence)[] = [...this.#busy(), ...this.#prefixes.reading];
    const plan = this.#isReproducible ? planUniformStep : planStep;
    const shares = new Map(plan(members, this.#port.batchTokens).map(({ sequence, take }) => [sequence, take]));
    const taking = members.filter(({ sequence }) => shares.has(sequence));
    const isSpeech = taking.every(({ isReading }) => !isReading);
    const rows = taking.map((member) => member.takeRow(shares.get(member.sequence) ?? 0));
    const logits = await (this.#isReproducible && isSpeech ? this.#decodeClosed(rows) : this.#port.decode(rows));
    const speaking = taking.flatMap((member, row) => {
      const handle = logits[row];
      return member instanceof Slot && handle !== undefined ? [{ slot: member, handle }] : [];
    });
    const read = await Promise.allSettled(speaking.map(({ slot, handle }) => slot.read(handle)));
    speaking.forEach(({ slot }, at) => {
      goOn(slot, read[at]);
    });
  }

  /**
   * Decodes one token of every reply. Free slots between them take part, and there are at least two rows: llama.cpp
   * decodes a sequence without neighbours separately, by the kernel for a single token, which rounds differently. For
   * the same reason, logits of every row are computed.
   */
  async #decodeClosed(rows: readonly BatchRow[]): Promise<readonly (number | undefined)[]> {
    const [token] = rows[0]?.tokens ?? [];
    const end = Math.max(2, (rows.at(-1)?.sequence ?? 0) + 1);
    const free = this.#slots.slice(0, end).filter(({ sequence }) => rows.every((row) => row.sequence !== sequence));
    const fillers = token === undefined ? [] : free.map((slot) => slot.fillRow(token));
    const closed = [...rows, ...fillers].sort((a, b) => a.sequence - b.sequence);
    try {
      const logits = await this.#port.decode(closed.map((row) => ({ ...row, wantsLogits: true })));
      return rows.map((row) => (row.wantsLogits ? logits[closed.indexOf(row)] : undefined));
    } finally {
      for (const slot of free) slot.emptyRow();
    }
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
