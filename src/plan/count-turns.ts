import type { ActorModel, Condition, DiscussionJob, Job } from './job.js';
import { modelAt, modelOfModerator } from './models-of-job.js';

/**
 * Requests of a discussion: participants' turns and the moderator's. For a moderator who speaks only `when` a condition
 * holds, this is the maximum.
 */
export function countTurns(condition: Condition): number {
  const { moderator, turns } = condition;
  if (!moderator) return turns;
  const every = moderator.turns && 'every' in moderator.turns ? moderator.turns.every : 1;
  return turns + Math.floor(turns / every);
}

/** How the requests of a job are divided among its models: in a discussion, seats take turns about equally often. */
export function requestShares(job: Job): ReadonlyMap<ActorModel, number> {
  if (job.kind === 'annotation') return new Map([[job.design.model, 1]]);
  const { condition, participants } = job;
  const ofSeat = condition.turns / countTurns(condition) / participants.length;
  const shares = new Map<ActorModel, number>();
  const add = (model: ActorModel, share: number): void => void shares.set(model, (shares.get(model) ?? 0) + share);
  for (const seat of participants.keys()) add(modelAt(job, seat), ofSeat);
  if (condition.moderator) add(modelOfModerator(condition), 1 - condition.turns / countTurns(condition));
  return shares;
}

/** Comments of a finished discussion, seed opinions included. */
export function countComments({ condition, topic }: DiscussionJob): number {
  return topic.openings.length + countTurns(condition);
}
