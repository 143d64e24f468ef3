/** The program of the threads that check documents. */
import { workerData } from 'node:worker_threads';
import { checkBatch, type CheckSetup } from './check-batch.js';
import { serveThread } from './serve-thread.js';

const setup = workerData as CheckSetup; // from `checkInThreads`

serveThread(async (files: readonly string[]) => ({ value: await checkBatch(files, setup), transfer: [] }));
