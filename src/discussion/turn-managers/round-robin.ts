import type { TurnManager } from './turn-manager.js';

/** Seating order, going on from whoever spoke last. */
export const roundRobin: TurnManager = ({ participants, spoken }) => ((spoken.at(-1) ?? -1) + 1) % participants;
