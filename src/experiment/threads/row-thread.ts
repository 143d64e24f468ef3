/** The program of the threads that make rows. */
import { workerData } from 'node:worker_threads';
import type { DiscussionFiles } from '../dataset-survey.js';
import { serveThread } from './serve-thread.js';
import { writeBatch, type BatchSetup } from './write-batch.js';

const setup = workerData as BatchSetup; // from `writeInThreads`

serveThread(async (discussions: readonly DiscussionFiles[]) => {
  const value = await writeBatch(discussions, setup);
  const transfer = value.contents.flat().map(({ buffer }) => buffer);
  return { value, transfer: transfer.filter((buffer) => buffer instanceof ArrayBuffer) };
});
