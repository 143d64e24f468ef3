import type { TurnManager } from './turn-manager.js';

/** Seating order, continuing after the last speaker. */
export const roundRobin: TurnManager = ({ participants, spoken }) => ((spoken.at(-1) ?? -1) + 1) % participants;
