import type { TurnTakingSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { ModeratorTurns, TurnTaking } from '../experiment-config.js';
import type { Partially } from '../../source/validate-document.js';
import { withDefaults } from './with-defaults.js';

export function resolveTurnTaking(reading: ConfigReading, given: Partially<TurnTakingSection>): TurnTaking {
  const turnTaking = withDefaults(['discussions', 'turn_taking'], given);
  const { turn_manager_type: manager } = turnTaking;
  const moderatorTurns = resolveModeratorTurns(turnTaking.moderator_turns);
  checkSilence(reading, turnTaking.silent_participants, moderatorTurns);
  return {
    turns: turnTaking.num_turns,
    historyLength: turnTaking.history_ctx_len,
    historyCounts: turnTaking.history_counts,
    ...(turnTaking.history_format !== 'paragraphs' && { historyFormat: turnTaking.history_format }),
    ...(turnTaking.silent_participants !== 'recorded' && { silentParticipants: turnTaking.silent_participants }),
    ...(turnTaking.round_robin_start !== 'after_opening' && { roundRobinStart: turnTaking.round_robin_start }),
    manager: /\.m?js$/.test(manager) ? reading.absolute(manager) : manager,
    respondProbability: turnTaking.respond_probability,
    triesPerTurn: turnTaking.tries_per_turn,
    ...(reading.turnTakingFile && { file: reading.turnTakingFile }),
    ...(moderatorTurns && { moderatorTurns }),
  };
}

/** Silent turns that are left out cannot be counted. */
function checkSilence(reading: ConfigReading, silent: string, turns: ModeratorTurns | undefined): void {
  if (silent !== 'left_out' || !turns || !('when' in turns) || turns.when.silentTurns === undefined) return;
  const what = 'moderator_turns waits for silent_turns, but silent_participants says that silent turns are left out.';
  const todo = 'Set silent_participants to recorded, or remove silent_turns.';
  reading.reportContradiction(['discussions', 'turn_taking', 'moderator_turns'], what, todo);
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
