import type { ModeratorPolicy } from './moderator-policy.js';

/** After each participant's turn. */
export const afterEach: ModeratorPolicy = () => true;
