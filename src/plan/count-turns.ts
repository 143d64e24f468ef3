import type { Condition, DiscussionJob } from './job.js';

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

/** Comments of a finished discussion, seed opinions included. */
export function countComments({ condition, topic }: DiscussionJob): number {
  return topic.openings.length + countTurns(condition);
}
