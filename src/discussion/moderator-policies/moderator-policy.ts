import type { Comment } from '../transcript.js';

/** What a moderator policy sees after a participant's turn. */
export interface ModeratorState {
  /** Participants' turns so far. */
  turn: number;
  /** All comments so far, the latest last; silent turns and missing comments have an empty text. */
  comments: readonly Pick<Comment, 'name' | 'text' | 'role' | 'missing'>[];
  /** The moderator's name. */
  moderator: string;
}

/** Decides whether the moderator gets a turn now. */
export type ModeratorPolicy = (state: ModeratorState) => boolean;
