import type { ModeratorConditions } from '../../config/experiment-config.js';
import { isAddressed } from '../../is-addressed.js';
import type { ModeratorPolicy, ModeratorState } from './moderator-policy.js';

/** Lets the moderator speak if any of the conditions holds for the latest turn of a participant. */
export function when(conditions: ModeratorConditions): ModeratorPolicy {
  const { addressed, words = [], longerThanWords = Infinity, silentTurns = Infinity } = conditions;
  const wanted = words.map((word) => word.toLowerCase());
  return (state) => {
    const text = state.comments.at(-1)?.text.toLowerCase() ?? '';
    return (
      (addressed === true && isAddressed(text, state.moderator)) ||
      wanted.some((word) => text.includes(word)) ||
      countWords(text) > longerThanWords ||
      silentInARow(state) >= silentTurns
    );
  };
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/** Consecutive silent turns of participants up to now; a missing comment is neither silence nor its end. */
function silentInARow({ comments }: ModeratorState): number {
  const turns = comments.filter(({ role, missing }) => role === 'participant' && missing === undefined);
  return turns.length - 1 - turns.findLastIndex(({ text }) => text !== '');
}
