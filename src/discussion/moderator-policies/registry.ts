import type { ModeratorTurns } from '../../config/experiment-config.js';
import { afterEach } from './after-each.js';
import { every } from './every.js';
import type { ModeratorPolicy } from './moderator-policy.js';
import { when } from './when.js';

/** The policy for `moderator_turns`; without the key, the moderator gets a turn after each participant's turn. */
export function moderatorPolicy(turns: ModeratorTurns | undefined): ModeratorPolicy {
  if (!turns) return afterEach;
  return 'every' in turns ? every(turns.every) : when(turns.when);
}
