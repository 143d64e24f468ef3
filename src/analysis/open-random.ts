import type { Random } from './effects/bootstrap-interval.js';

/** Opens the random stream of one purpose, so that a further measure or contrast changes no other interval. */
export type OpenRandom = (...purpose: readonly string[]) => Random;
