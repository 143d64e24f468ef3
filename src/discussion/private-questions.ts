import type { Completion, Request } from '../backends/backend.js';
import type { ProbeAnswer, PublishedProbes } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import type { Cast } from './cast.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import type { Comment } from './transcript.js';

/** The private questions of a discussion. */
export interface Probes {
  questions: PublishedProbes['questions'];
  /** What is asked at this moment. */
  at(moment: Moment): PrivateQuestions;
}

/** Asked together with the next turn, since neither reads the other. */
export interface PrivateQuestions {
  /** What an engine has read for the last of them, the next turn begins with, if `toNext`. */
  requests: readonly Request[];
  /** The next speaker is asked, too, after the history that it has at its turn. */
  toNext: boolean;
  /** Of completions in the order of the requests. */
  read: (completions: readonly Completion[]) => readonly ProbeAnswer[];
}

/** A moment between two turns. */
export interface Moment {
  time: ProbeAnswer['time'];
  /** Participants' turns so far. */
  turns: number;
  /** That of the coming turn, for keys of requests. */
  index: number;
  /** The seat that has the next turn; absent before the seed opinions and after the last turn. */
  next?: number;
  job: DiscussionJob;
  cast: Cast;
  layout: PromptLayout;
  comments: readonly Comment[];
}
