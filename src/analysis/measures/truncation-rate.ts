import { participantComments, shareOf, type Measure } from './measure.js';

/** Comments cut off at the token limit ÷ spoken comments whose finish reason is known, of participants. */
export const truncationRate: Measure = {
  name: 'truncation_rate',
  title: 'Truncated comments',
  unit: 'of participants’ comments',
  note: 'Comments cut off at the token limit ÷ spoken comments of participants whose end is known.',
  scale: 'share',
  of(discussion) {
    const known = participantComments(discussion).filter(
      ({ generation }) => (generation?.finishReason ?? null) !== null,
    );
    return shareOf(known.filter(({ generation }) => generation?.finishReason === 'length').length, known.length);
  },
};
