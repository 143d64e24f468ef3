import { anyoneButLast, type TurnManager } from './turn-manager.js';

/** Every participant but the last speaker is equally likely. */
export const random: TurnManager = anyoneButLast;
