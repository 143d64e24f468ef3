import type { RandomStream } from '../../random-stream.js';

/**
 * What a turn manager sees. One that reads `comments` has the same draws in every condition, but may choose other
 * speakers.
 */
export interface TurnState {
  /** Number of participants; seats are 0 … participants − 1. */
  participants: number;
  /** Seats that have spoken so far, oldest first, authors of seed opinions included. */
  spoken: readonly number[];
  /** By seat. */
  names: readonly string[];
  /** All comments so far, including the moderator's; silent turns have an empty text. */
  comments: readonly { name: string; text: string; role: 'participant' | 'moderator' }[];
  /** The random draws of this turn. */
  random: RandomStream;
  respondProbability: number;
  /** For `round_robin`: how many of `spoken` posted seed opinions, if it starts with the first seat whoever did. */
  openersToIgnore?: number;
}

/** Returns the seat of the next speaker. */
export type TurnManager = (state: TurnState) => number;

/** Anyone but the last speaker, each equally likely; a single participant always speaks. */
export function anyoneButLast({ participants, spoken, random }: TurnState): number {
  const last = spoken.at(-1);
  if (last === undefined) return random.integer(participants);
  if (participants === 1) return 0;
  const drawn = random.integer(participants - 1);
  return drawn < last ? drawn : drawn + 1;
}
