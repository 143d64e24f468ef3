import type { Request } from '../../backends/backend.js';
import type { Persona } from '../../inputs/input-types.js';
import type { Comment } from '../transcript.js';

/** Whom a system text is for, and what it has to say. */
export interface DescribedActor {
  name: string;
  role: 'participant' | 'moderator' | 'annotator';
  /** The `context_prompt`. */
  context: string;
  /** Of the persona, in the order of its file; empty for a moderator without one. */
  traits: Persona['traits'];
  /** The traits of a moderator without a persona, which have no names. */
  attributes?: readonly string[];
  instructions: string;
}

/** A comment that the actor sees: no silent turn. */
type SeenComment = Pick<Comment, 'name' | 'text' | 'role'> & { isOwn: boolean };

interface TurnToTake {
  actor: { name: string; role: Comment['role'] };
  /** Oldest first. */
  comments: readonly SeenComment[];
}

/** The part of a request after the system text. `stop` comes on top of the prefixes of all who take part. */
export type TurnPrompt = Pick<Request, 'opening' | 'history' | 'closing' | 'separator'> &
  Partial<Pick<Request, 'stop'>>;

/**
 * How actors are told who they are, what was said, and that it is their turn. Pure: the same texts for the same actor and
 * comments. Annotators get the system text only.
 */
export interface PromptLayout {
  system: (actor: DescribedActor) => string;
  turn: (turn: TurnToTake) => TurnPrompt;
}
