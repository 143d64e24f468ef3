import type { Completion, Request } from '../backends/backend.js';
import type { ProbeAnswer } from '../generated/discussion.js';
import type { DiscussionJob } from '../plan/job.js';
import { timeAfter } from '../plan/probe-times.js';
import type { Cast } from './cast.js';
import type { JobGenerator } from './job-generator.js';
import type { OwnParts } from './own-parts.js';
import type { PrivateQuestions } from './private-questions.js';
import type { PromptLayout } from './prompt-layouts/prompt-layout.js';
import type { Comment } from './transcript.js';

/** A discussion under way. */
export interface Talk {
  job: DiscussionJob;
  own: OwnParts;
  cast: Cast;
  layout: PromptLayout;
  comments: Comment[];
  /** Seats that have spoken, oldest first. */
  spoken: number[];
  /** How many of them posted seed opinions. */
  openers: number;
  /** Silent turns that are no comments. Requests are numbered with them, so that no two have the same key and seed. */
  leftOut: number;
  /** To be asked with the next turn. */
  questions?: PrivateQuestions | undefined;
  answers: ProbeAnswer[];
}

/** What is asked in private after this many turns, before that of the seat `next`. */
export function questionsAt(talk: Talk, turns: number, next?: number): PrivateQuestions | undefined {
  const { own, cast, layout, comments } = talk;
  const time = timeAfter(turns, talk.job.condition.turns);
  const index = comments.length + talk.leftOut;
  const moment = { time, turns, index, job: seededJob(talk), cast, layout, comments: [...comments] };
  return own.probes?.at({ ...moment, ...(next !== undefined && { next }) });
}

/** Asks the private questions that are due and these requests, and returns the completions of the latter. */
export function* askWith(talk: Talk, requests: readonly Request[]): JobGenerator<readonly Completion[]> {
  const { requests: asked = [], read } = talk.questions ?? {};
  talk.questions = undefined;
  const all = [...asked, ...requests];
  const completions = all.length > 0 ? yield all : [];
  if (read) talk.answers.push(...read(completions.slice(0, asked.length)));
  return completions.slice(asked.length);
}

/** The job with the seed of the coming turn. */
export function seededJob({ job, own, comments }: Talk): DiscussionJob {
  const seed = own.seedAt?.(comments.length) ?? job.condition.seed;
  return seed === job.condition.seed ? job : { ...job, condition: { ...job.condition, seed } };
}
