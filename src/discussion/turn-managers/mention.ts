import { isAddressed } from '../../is-addressed.js';
import { anyoneButLast, type TurnManager, type TurnState } from './turn-manager.js';

/**
 * With probability p, a participant whom the last participant's comment addresses as @name answers, each of them
 * equally likely; otherwise anyone but the last speaker.
 */
export const mention: TurnManager = (state) => {
  const answers = state.random.share() < state.respondProbability;
  const addressed = addressedSeats(state);
  if (!answers || addressed.length === 0) return anyoneButLast(state);
  return addressed[state.random.integer(addressed.length)] ?? anyoneButLast(state);
};

function addressedSeats({ names, comments, spoken }: TurnState): number[] {
  const text = comments.findLast((comment) => comment.role === 'participant')?.text.toLowerCase() ?? '';
  return names.flatMap((name, seat) => (seat !== spoken.at(-1) && isAddressed(text, name) ? [seat] : []));
}
