import { describe, expect, it } from 'vitest';
import type { ModeratorTurns } from '../../src/config/experiment-config.js';
import { moderatorPolicy } from '../../src/discussion/moderator-policies/registry.js';

const debate = ['Buses should be free.', '@moderator, is that civil?', '', '', 'You IDIOT, one two three four five.'];

/** The participants' turns, from 1, after which the moderator gets one. */
function moderated(turns?: ModeratorTurns): number[] {
  const policy = moderatorPolicy(turns);
  const comments = debate.map((text) => ({ name: 'anna', text, role: 'participant' as const }));
  return debate.flatMap((_, index) =>
    policy({ turn: index + 1, comments: comments.slice(0, index + 1), moderator: 'moderator' }) ? [index + 1] : [],
  );
}

describe('moderator policies', () => {
  it('when a comment is missing, then it counts neither as a silent turn nor as a comment between them', () => {
    const policy = moderatorPolicy({ when: { silentTurns: 2 } });
    const texts = ['Buses.', '', 'missing', ''];
    const comments = texts.map((text) => ({
      name: 'anna',
      role: 'participant' as const,
      ...(text === 'missing' ? { text: '', missing: 'other_speaker' as const } : { text }),
    }));
    const after = (turn: number) => policy({ turn, comments: comments.slice(0, turn), moderator: 'moderator' });
    expect([1, 2, 3, 4].map(after)).toEqual([false, false, false, true]);
  });

  it.each<[string, ModeratorTurns | undefined, number[]]>([
    ['nothing is said', undefined, [1, 2, 3, 4, 5]],
    ['it is every second turn', { every: 2 }, [2, 4]],
    ['it is when addressed', { when: { addressed: true } }, [2]],
    ['it is when a word comes up', { when: { words: ['idiot'] } }, [5]],
    ['it is when a comment is long', { when: { longerThanWords: 6 } }, [5]],
    ['it is after two silent turns', { when: { silentTurns: 2 } }, [4]],
    ['it is either of two', { when: { addressed: true, silentTurns: 2 } }, [2, 4]],
  ])('when %s, then the moderator gets these turns', (_, turns, expected) => {
    expect(moderated(turns)).toEqual(expected);
  });
});
