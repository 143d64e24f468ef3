import { shareOf, type Measure } from './measure.js';

/** Non-silent ÷ offered moderator turns; undefined without a moderator. */
export const interventionRate: Measure = {
  name: 'intervention_rate',
  title: 'Moderator interventions',
  unit: 'of moderator turns',
  note: 'Moderator turns with a comment ÷ moderator turns offered.',
  scale: 'share',
  countsTurns: true,
  of({ comments }) {
    const offered = comments.filter(({ actor, isOpening }) => actor.isModerator && !isOpening);
    return shareOf(offered.filter(({ text }) => text !== '').length, offered.length);
  },
};
