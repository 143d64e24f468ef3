import type { DetectOwn } from './judge-reply.js';
import type { JobGenerator } from './job-generator.js';
import type { ModeratorPolicy } from './moderator-policies/moderator-policy.js';
import type { Probes } from './private-questions.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import type { Comment } from './transcript.js';
import type { TurnManager } from './turn-managers/turn-manager.js';

/** What a user brings instead of something built in. */
export interface OwnParts {
  manager?: TurnManager;
  layout?: PromptLayout;
  moderates?: ModeratorPolicy;
  /**
   * Gets all comments so far, after the openings and after each comment. What it returns is said next; asked again until
   * it returns nothing.
   */
  interject?: (comments: readonly Comment[]) => JobGenerator<readonly Interjection[]>;
  /** Hears of every reply that gave a comment, with what the detectors found in it; also when a resumed job is replayed. */
  note?: (reply: NotedReply) => void;
  /** Asks the participants in private: what is answered stands beside the comments, and in no prompt. */
  probes?: Probes;
  /** The user's detectors. */
  detect?: DetectOwn;
  /** The seed of everything drawn for a turn (index in the logs), if it is not the experiment's. */
  seedAt?: (turn: number) => number;
}

/** A reply that gave a comment. */
export interface NotedReply {
  model: string;
  role: 'participant' | 'moderator';
  flags: readonly string[];
  /** No reply of the turn before it was put aside because of a detector. */
  isFirst: boolean;
  /** It is the comment, and no further try follows. */
  isKept: boolean;
}

/** What somebody from outside says in a discussion, under any name. */
export interface Interjection {
  name: string;
  text: string;
}
