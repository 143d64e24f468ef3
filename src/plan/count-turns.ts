import type { ActorModel, Condition, DiscussionJob, Job } from './job.js';
import { modelAt, modelOfModerator } from './models-of-job.js';
import { countQuestions } from './probe-times.js';

/**
 * Turns of a discussion: the participants' and the moderator's. For a moderator who speaks only `when` a condition holds,
 * this is the maximum.
 */
function countTurns(condition: Condition): number {
  const { moderator, turns } = condition;
  if (!moderator) return turns;
  const every = moderator.turns && 'every' in moderator.turns ? moderator.turns.every : 1;
  return turns + Math.floor(turns / every);
}

/** Requests of a discussion: its turns, and what is asked beside them. At most, as with turns. */
export function countRequests(job: DiscussionJob): number {
  const ofSeats = sumOf(job.participants.map((_, seat) => requestsOfSeat(job, seat)));
  return Math.round(ofSeats) + moderatorRequests(job);
}

/** Seats take turns about equally often. */
function requestsOfSeat(job: DiscussionJob, seat: number): number {
  return job.condition.turns / job.participants.length + countQuestions(job, seat);
}

/** One who is asked whether it wants to intervene answers that first. */
function moderatorRequests({ condition }: DiscussionJob): number {
  return (countTurns(condition) - condition.turns) * (condition.moderator?.isAsked ? 2 : 1);
}

/** How the requests of a job are divided among its models. */
export function requestShares(job: Job): ReadonlyMap<ActorModel, number> {
  if (job.kind === 'annotation') return new Map([[job.design.model, 1]]);
  const { condition, participants } = job;
  const all = countRequests(job);
  const shares = new Map<ActorModel, number>();
  const add = (model: ActorModel, share: number): void => void shares.set(model, (shares.get(model) ?? 0) + share);
  for (const seat of participants.keys()) add(modelAt(job, seat), requestsOfSeat(job, seat) / all);
  if (condition.moderator) add(modelOfModerator(condition), moderatorRequests(job) / all);
  return shares;
}

/** Comments of a finished discussion, seed opinions included. */
export function countComments({ condition, topic }: DiscussionJob): number {
  return topic.openings.length + countTurns(condition);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
