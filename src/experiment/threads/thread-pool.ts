import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { availableCores } from '../../backends/available-cores.js';
import { SyndiscoError } from '../../errors.js';
import type { ThreadTask, TaskResult } from './thread-tasks.js';

/** Threads that read documents. They are started when there is work for them, and used for all of it. */
export interface ThreadPool {
  /** Whether so many documents are worth it. */
  isWorth(documents: number): boolean;
  /**
   * The results of tasks, in their order. A few are in work while the caller uses a result, so that memory does not grow
   * with their number. An error is thrown at its task, as without threads.
   */
  map<Task extends ThreadTask>(tasks: Iterable<Task>): AsyncGenerator<TaskResult<Task>>;
  close(): Promise<void>;
}

export interface ThreadRequest {
  id: number;
  task: ThreadTask;
}

export type ThreadReply = { id: number } & (
  { value: unknown } | { problems: SyndiscoError['problems'] } | { error: unknown }
);

/** As built: Node does not run the source. */
const program = new URL('./document-thread.js', import.meta.url);

/** Fewer take about as long as the threads need to start. */
const fewestDocuments = 5000;
/** Each needs its own memory, and one thread takes what all of them make. */
const mostThreads = 4;
/** So that no thread waits for the next task. */
const tasksPerThread = 2;
/** For values that are dropped at once, as most of a thread's are: more would only be memory. */
const youngMegabytes = 16;

/** `count`: by the documents and the cores if not given. */
export function openThreadPool(count?: number): ThreadPool {
  let threads: Thread[] | undefined;
  const size = count ?? Math.min(availableCores(), mostThreads);
  const isWorth = (documents: number): boolean =>
    count === undefined ? documents >= fewestDocuments && size > 1 && existsSync(program) : count > 0;
  return {
    isWorth,
    async *map<Task extends ThreadTask>(tasks: Iterable<Task>) {
      threads ??= Array.from({ length: size }, startThread);
      const pending: Promise<unknown>[] = [];
      for (const task of tasks) {
        const result = leastBusy(threads).ask(task);
        result.catch(() => undefined); // thrown when it is awaited
        pending.push(result);
        // The program makes such a result of such a task.
        if (pending.length > size * tasksPerThread) yield (await pending.shift()) as TaskResult<Task>;
      }
      for (const result of pending) yield (await result) as TaskResult<Task>;
    },
    async close() {
      await Promise.all((threads ?? []).map((thread) => thread.end()));
    },
  };
}

interface Thread {
  busy(): number;
  ask(task: ThreadTask): Promise<unknown>;
  end(): Promise<unknown>;
}

function leastBusy([first, ...others]: readonly Thread[]): Thread {
  if (!first) throw new Error('a pool without threads');
  return others.reduce((least, thread) => (thread.busy() < least.busy() ? thread : least), first);
}

function startThread(): Thread {
  const worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let asked = 0;
  let failure: { error: unknown } | undefined;
  worker.on('message', (reply: ThreadReply) => {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('value' in reply) asker?.resolve(reply.value);
    else asker?.reject('problems' in reply ? new SyndiscoError(reply.problems) : reply.error);
  });
  // It has ended: out of memory, for one.
  worker.on('error', (error) => {
    failure = { error };
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    busy: () => waiting.size,
    ask: (task) =>
      new Promise((resolve, reject) => {
        if (failure) throw failure.error;
        const request: ThreadRequest = { id: (asked += 1), task };
        waiting.set(request.id, { resolve, reject });
        worker.postMessage(request);
      }),
    end: () => worker.terminate(),
  };
}
