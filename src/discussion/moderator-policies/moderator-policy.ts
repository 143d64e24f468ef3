/** What a moderator policy sees after a participant's turn. */
export interface ModeratorState {
  /** Participants' turns so far. */
  turn: number;
  /** All comments so far, the latest last; silent turns have an empty text. */
  comments: readonly { name: string; text: string; role: 'participant' | 'moderator' }[];
  /** The moderator's name. */
  moderator: string;
}

/** Decides whether the moderator gets a turn now. */
export type ModeratorPolicy = (state: ModeratorState) => boolean;
