import { parentPort } from 'node:worker_threads';
import { SyndiscoError } from '../../errors.js';
import type { ThreadReply, ThreadRequest } from './map-in-threads.js';

/** What a thread made of an item, and those of its buffers that the caller gets without a copy. */
export interface Served {
  value: unknown;
  transfer: readonly ArrayBuffer[];
}

/** Answers the requests of `mapInThreads`, in this thread. */
export function serveThread<Item>(work: (item: Item) => Promise<Served>): void {
  const post = (reply: ThreadReply, transfer: readonly ArrayBuffer[] = []): void => {
    parentPort?.postMessage(reply, transfer);
  };
  const answer = async ({ id, item }: ThreadRequest): Promise<void> => {
    try {
      const { value, transfer } = await work(item as Item); // only `mapInThreads` sends items
      post({ id, value }, transfer);
    } catch (error) {
      // Classes do not survive the way to another thread.
      post(error instanceof SyndiscoError ? { id, problems: error.problems } : { id, error });
    }
  };
  parentPort?.on('message', (request: ThreadRequest) => void answer(request));
}
