import { participantTurns, shareOf, type Measure } from './measure.js';

/** Silent turns ÷ generated turns of participants. A turn without any reply is missing, not silent, and is left out. */
export const silenceRate: Measure = {
  name: 'silence_rate',
  title: 'Silent turns',
  unit: 'of participants’ turns',
  note: 'Turns in which a participant chose to say nothing ÷ generated turns; turns without any reply are left out.',
  scale: 'share',
  countsTurns: true,
  of(discussion) {
    const turns = participantTurns(discussion).filter(({ missing }) => !missing);
    return shareOf(turns.filter(({ text }) => text === '').length, turns.length);
  },
};
