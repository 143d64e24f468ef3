import type { RandomStream } from '../../plan/random-stream.js';

/** What a turn manager may know. One that reads texts shares its draws between conditions, but not its speakers. */
export interface TurnState {
  /** How many participants there are; seats are 0 … participants − 1. */
  participants: number;
  /** Seats that have spoken so far, oldest first, authors of seed opinions included. */
  spoken: readonly number[];
  /** By seat. */
  names: readonly string[];
  /** Everything said so far, the moderator's comments and silent ones (empty) included. */
  comments: readonly { name: string; text: string; role: 'participant' | 'moderator' }[];
  /** This turn's own draws. */
  random: RandomStream;
  respondProbability: number;
}

/** Decides who speaks next: the seat. */
export type TurnManager = (state: TurnState) => number;

/** Anyone but the last speaker, with equal chances; the only participant when there is no other. */
export function anyoneButLast({ participants, spoken, random }: TurnState): number {
  const last = spoken.at(-1);
  if (last === undefined) return random.integer(participants);
  if (participants === 1) return 0;
  const drawn = random.integer(participants - 1);
  return drawn < last ? drawn : drawn + 1;
}
