/** What a policy may know when a participant's turn is over. */
export interface ModeratorState {
  /** Participants' turns so far. */
  turn: number;
  /** Everything said so far, the turn that has just ended last; silent turns have no text. */
  comments: readonly { name: string; text: string; role: 'participant' | 'moderator' }[];
  /** The moderator's name. */
  moderator: string;
}

/** Decides whether the moderator gets a turn now. */
export type ModeratorPolicy = (state: ModeratorState) => boolean;
