/** The program of the threads of a `ThreadPool`. */
import { parentPort } from 'node:worker_threads';
import { SyndiscoError } from '../../errors.js';
import type { ThreadReply, ThreadRequest } from './thread-pool.js';
import { doTask } from './thread-tasks.js';

parentPort?.on('message', (request: ThreadRequest) => void answer(request));

async function answer({ id, task }: ThreadRequest): Promise<void> {
  try {
    const value = await doTask(task);
    const contents = 'contents' in value ? value.contents.flat() : [];
    const buffers = contents.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
    post({ id, value }, buffers);
  } catch (error) {
    // Classes do not survive the way to another thread.
    post(error instanceof SyndiscoError ? { id, problems: error.problems } : { id, error });
  }
}

/** The buffers are handed over, not copied. */
function post(reply: ThreadReply, buffers: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, buffers);
}
