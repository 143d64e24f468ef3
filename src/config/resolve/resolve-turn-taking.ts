import type { TurnTakingSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { ModeratorTurns, TurnTaking } from '../experiment-config.js';
import type { Partially } from '../../source/validate-document.js';
import { withDefaults } from './with-defaults.js';

export function resolveTurnTaking(reading: ConfigReading, given: Partially<TurnTakingSection>): TurnTaking {
  const turnTaking = withDefaults(['discussions', 'turn_taking'], given);
  const { turn_manager_type: manager } = turnTaking;
  const moderatorTurns = resolveModeratorTurns(turnTaking.moderator_turns);
  return {
    turns: turnTaking.num_turns,
    historyLength: turnTaking.history_ctx_len,
    historyCounts: turnTaking.history_counts,
    manager: /\.m?js$/.test(manager) ? reading.absolute(manager) : manager,
    respondProbability: turnTaking.respond_probability,
    triesPerTurn: turnTaking.tries_per_turn,
    ...(reading.turnTakingFile && { file: reading.turnTakingFile }),
    ...(moderatorTurns && { moderatorTurns }),
  };
}

function resolveModeratorTurns(
  given: NonNullable<Partially<TurnTakingSection>['moderator_turns']>,
): ModeratorTurns | undefined {
  if (given === 'after_each') return undefined;
  if ('every' in given) return { every: given.every ?? 1 };
  const when = 'when' in given ? (given.when ?? {}) : {};
  const { addressed, words, longer_than: longerThanWords, silent_turns: silentTurns } = when;
  return {
    when: {
      ...(addressed && { addressed }),
      ...(words && { words }),
      ...(longerThanWords !== undefined && { longerThanWords }),
      ...(silentTurns !== undefined && { silentTurns }),
    },
  };
}
