import { availableCores } from './available-cores.js';

/**
 * The most threads an engine may use: a core is left to Node's own loop when there are several,
 * since engines' threads spin at barriers, and one thread more than there are free cores stops them all.
 */
export function threadCap(cores: number = availableCores()): number {
  return cores > 2 ? cores - 1 : cores;
}
