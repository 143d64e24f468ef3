import { anyoneButLast, type TurnManager } from './turn-manager.js';

/**
 * With probability p the second-to-last speaker answers, otherwise anyone but the last speaker.
 * Over n participants the realised reply rate is p + (1 − p) / (n − 1).
 */
export const randomWeighted: TurnManager = (state) => {
  const secondToLast = state.spoken.at(-2);
  const answers = state.random.share() < state.respondProbability;
  const canAnswer = secondToLast !== undefined && secondToLast !== state.spoken.at(-1);
  return answers && canAnswer ? secondToLast : anyoneButLast(state);
};
