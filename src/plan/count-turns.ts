import type { Condition, DiscussionJob } from './job.js';

/**
 * Requests of a discussion: participants' turns and the moderator's. A moderator who speaks `when` something holds may
 * get fewer than this.
 */
export function countTurns(condition: Condition): number {
  const { moderator, turns } = condition;
  if (!moderator) return turns;
  const every = moderator.turns && 'every' in moderator.turns ? moderator.turns.every : 1;
  return turns + Math.floor(turns / every);
}

/** Comments of a finished discussion, its openings included. */
export function countComments({ condition, topic }: DiscussionJob): number {
  return topic.openings.length + countTurns(condition);
}
