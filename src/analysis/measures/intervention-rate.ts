import { shareOf, type Measure } from './measure.js';

/** Non-silent ÷ offered moderator turns; undefined without a moderator. */
export const interventionRate: Measure = {
  name: 'intervention_rate',
  unit: 'share of moderator turns',
  of({ comments }) {
    const offered = comments.filter(({ actor, isOpening }) => actor.isModerator && !isOpening);
    return shareOf(offered.filter(({ text }) => text !== '').length, offered.length);
  },
};
