import { participantTurns, shareOf, type Measure } from './measure.js';

/** Silent turns ÷ generated turns of participants. A turn without any reply is missing, not silent, and is left out. */
export const silenceRate: Measure = {
  name: 'silence_rate',
  unit: 'share of turns',
  of(discussion) {
    const turns = participantTurns(discussion).filter(({ missing }) => !missing);
    return shareOf(turns.filter(({ text }) => text === '').length, turns.length);
  },
};
