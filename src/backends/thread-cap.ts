import { availableCores } from './available-cores.js';

/**
 * The most threads that an engine may use. With more than two cores, one is left to Node's event loop: engine threads
 * spin at barriers, and one thread too many for the free cores stalls all of them.
 */
export function threadCap(cores: number = availableCores()): number {
  return cores > 2 ? cores - 1 : cores;
}
