import { describe, expect, it } from 'vitest';
import { penalize, penaltyWindow } from '../../src/backends/penalize.js';

const logits = Float32Array.from([2, -1, 0.5, 4]);
const said = [0, 1, 0];

describe('penalties', () => {
  it.each([
    ['none', {}, [2, -1, 0.5, 4]],
    ['repeat_penalty', { repeatPenalty: 2 }, [1, -2, 0.5, 4]],
    ['frequency_penalty', { frequencyPenalty: 0.25 }, [1.5, -1.25, 0.5, 4]],
    ['presence_penalty', { presencePenalty: 0.25 }, [1.75, -1.25, 0.5, 4]],
    ['all', { repeatPenalty: 2, frequencyPenalty: 0.5, presencePenalty: 1 }, [-1, -3.5, 0.5, 4]],
  ])('when tokens were said before, then %s lowers them as the formula says', (_which, penalties, expected) => {
    expect([...penalize(logits, said, penalties)]).toEqual(expected);
  });

  it('when a penalty is 1, then there is none', () => {
    expect(penalize(logits, said, { repeatPenalty: 1 })).toBe(logits);
  });

  it('when a token was said too long ago, then it is as likely as before', () => {
    const later = Array.from({ length: penaltyWindow }, () => 1);
    expect(penalize(logits, [3, ...later], { presencePenalty: 1 })[3]).toBe(4);
    expect(penalize(logits, [3, ...later.slice(1)], { presencePenalty: 1 })[3]).toBe(3);
  });
});
