import type { TurnManager } from './turn-manager.js';

/** Seating order, continuing after the last speaker. */
export const roundRobin: TurnManager = ({ participants, spoken, openersToIgnore = 0 }) =>
  ((spoken.slice(openersToIgnore).at(-1) ?? -1) + 1) % participants;
