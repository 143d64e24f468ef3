import { participantComments, shareOf, type Measure } from './measure.js';

/** Participants who spoke at least once ÷ participants, 0 to 1. Posting the seed opinion is not speaking. */
export const participation: Measure = {
  name: 'participation',
  title: 'Participation',
  unit: 'of participants',
  note: 'Participants who spoke at least once ÷ participants.',
  scale: 'share',
  countsTurns: true,
  of(discussion) {
    const spoke = new Set(participantComments(discussion).map(({ actor }) => actor.name));
    return shareOf(discussion.participants.filter((name) => spoke.has(name)).length, discussion.participants.length);
  },
};
