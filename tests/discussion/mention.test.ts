import { describe, expect, it } from 'vitest';
import { mention } from '../../src/discussion/turn-managers/mention.js';
import { openStream } from '../../src/random-stream.js';

const names = ['anna', 'Bob', 'Ann', 'Dimitri'];

/** Who answers a comment of anna's, over many draws. */
function answers(text: string, respondProbability: number): Set<string | undefined> {
  const comments = [
    { name: 'anna', text, role: 'participant' as const },
    { name: 'moderator', text: 'Thanks, @Dimitri.', role: 'moderator' as const },
  ];
  const spoken = [0];
  const draw = (turn: number): number =>
    mention({ participants: 4, names, comments, spoken, respondProbability, random: openStream([1, 'speaker', turn]) });
  return new Set(Array.from({ length: 200 }, (_, turn) => names[draw(turn)]));
}

describe('mention', () => {
  it('when somebody is addressed and p = 1, then that one answers, whatever the case of the name', () => {
    expect(answers('I ask @bob: why?', 1)).toEqual(new Set(['Bob']));
  });

  it('when several are addressed, then each of them may answer', () => {
    expect(answers('@Bob and @dimitri, why?', 1)).toEqual(new Set(['Bob', 'Dimitri']));
  });

  it('when a name is only the beginning of a word, then nobody of that name is addressed', () => {
    expect(answers('@Anna-Maria or @bobby?', 1)).toEqual(new Set(['Bob', 'Ann', 'Dimitri']));
  });

  it('when p = 0 or nobody is addressed, then anyone but the last speaker may be next', () => {
    expect(answers('@bob, why?', 0)).toEqual(new Set(['Bob', 'Ann', 'Dimitri']));
    expect(answers('Why?', 1)).toEqual(new Set(['Bob', 'Ann', 'Dimitri']));
  });
});
