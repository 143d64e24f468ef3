import type { ModeratorPolicy } from './moderator-policy.js';

/** After every n-th turn of the participants. */
export function every(count: number): ModeratorPolicy {
  return ({ turn }) => turn % count === 0;
}
