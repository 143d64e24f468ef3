import { existsSync } from 'node:fs';
import { availableCores } from '../../backends/available-cores.js';

/** Fewer documents take about as long as the threads need to start. */
const fewestDocuments = 1500;
/** Each needs its own memory, and one thread takes what all of them make. */
const mostThreads = 4;

/** How many threads are worth it for so many documents; 0 if none, or if their program has not been built. */
export function threadsFor(documents: number, program: URL): number {
  if (documents < fewestDocuments || !existsSync(program)) return 0;
  const cores = availableCores();
  return cores < 2 ? 0 : Math.min(cores, mostThreads);
}
