import { Worker } from 'node:worker_threads';
import { SyndiscoError } from '../../errors.js';

export interface Threads {
  count: number;
  /** The program of each thread, which calls `serveThread`. */
  program: URL;
  /** What all items have in common; plain data. */
  setup: unknown;
}

/** For values that are dropped at once, as most of a thread's are: more would only be memory. */
const youngMegabytes = 16;

/** What a thread is asked, and what it answers: plain data, as everything that goes from thread to thread. */
export interface ThreadRequest {
  id: number;
  item: unknown;
}

export type ThreadReply = { id: number } & (
  { value: unknown } | { problems: SyndiscoError['problems'] } | { error: unknown }
);

/** So that no thread waits for the next item. */
const itemsPerThread = 2;

/**
 * The results of work that other threads do, in the order of `items`. A few items are in work while the caller uses a
 * result, so that memory does not grow with their number. An error is thrown at its item, as without threads.
 */
export async function* mapInThreads<Item, Result>(items: Iterable<Item>, threads: Threads): AsyncGenerator<Result> {
  const opened = Array.from({ length: threads.count }, () => openThread(threads));
  const pending: Promise<unknown>[] = [];
  try {
    for (const item of items) {
      const result = leastBusy(opened).ask(item);
      result.catch(() => undefined); // thrown when it is awaited
      pending.push(result);
      // The threads' program makes these results of these items.
      if (pending.length > threads.count * itemsPerThread) yield (await pending.shift()) as Result;
    }
    for (const result of pending) yield (await result) as Result;
  } finally {
    await Promise.all(opened.map((thread) => thread.close()));
  }
}

interface Thread {
  busy(): number;
  ask(item: unknown): Promise<unknown>;
  close(): Promise<unknown>;
}

function leastBusy(threads: readonly Thread[]): Thread {
  return threads.reduce((least, thread) => (thread.busy() < least.busy() ? thread : least));
}

function openThread({ program, setup }: Threads): Thread {
  const worker = new Worker(program, {
    workerData: setup,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let asked = 0;
  worker.on('message', (reply: ThreadReply) => {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('value' in reply) asker?.resolve(reply.value);
    else asker?.reject('problems' in reply ? new SyndiscoError(reply.problems) : reply.error);
  });
  // Out of memory, for one.
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    busy: () => waiting.size,
    ask: (item) =>
      new Promise((resolve, reject) => {
        const request: ThreadRequest = { id: (asked += 1), item };
        waiting.set(request.id, { resolve, reject });
        worker.postMessage(request);
      }),
    close: () => worker.terminate(),
  };
}
