import { describe, expect, it } from 'vitest';
import { turnManagers } from '../../src/discussion/turn-managers/registry.js';
import { openStream } from '../../src/random-stream.js';

interface Setting {
  manager: keyof typeof turnManagers;
  participants: number;
  respondProbability: number;
  turns: number;
}

/** Seats in the order in which they spoke, the author of the seed opinion first. */
function speak({ manager, participants, respondProbability, turns }: Setting): number[] {
  const spoken = [0];
  for (let turn = 1; turn <= turns; turn += 1) {
    const random = openStream([7, 'speaker', 1, turn]);
    spoken.push(turnManagers[manager]({ participants, spoken, random, respondProbability, names: [], comments: [] }));
  }
  return spoken;
}

function replyRate(spoken: readonly number[]): number {
  const replies = spoken.filter((seat, turn) => turn >= 2 && seat === spoken[turn - 2]).length;
  return replies / (spoken.length - 2);
}

describe('turn managers', () => {
  it.each(Object.keys(turnManagers) as (keyof typeof turnManagers)[])(
    'when %s decides, then nobody speaks twice in a row and everybody speaks',
    (manager) => {
      const spoken = speak({ manager, participants: 4, respondProbability: 0.4, turns: 2000 });
      expect(spoken.some((seat, turn) => turn > 0 && seat === spoken[turn - 1])).toBe(false);
      expect(new Set(spoken)).toEqual(new Set([0, 1, 2, 3]));
    },
  );

  it('when random_weighted decides with p = 0.4 among 7, then the reply rate is 0.5 over 100,000 draws', () => {
    const spoken = speak({ manager: 'random_weighted', participants: 7, respondProbability: 0.4, turns: 100_000 });
    expect(replyRate(spoken)).toBeGreaterThan(0.495);
    expect(replyRate(spoken)).toBeLessThan(0.505);
  });

  it('when p = 0, then the second-to-last speaker answers as often as anyone else: 1 in n − 1', () => {
    const spoken = speak({ manager: 'random_weighted', participants: 7, respondProbability: 0, turns: 100_000 });
    expect(Math.abs(replyRate(spoken) - 1 / 6)).toBeLessThan(0.005);
  });

  it('when round_robin decides, then seats follow each other from the author of the seed opinion', () => {
    const spoken = speak({ manager: 'round_robin', participants: 3, respondProbability: 0, turns: 5 });
    expect(spoken).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('when there is one participant, then it goes on speaking', () => {
    const spoken = speak({ manager: 'random_weighted', participants: 1, respondProbability: 1, turns: 3 });
    expect(spoken).toEqual([0, 0, 0, 0]);
  });
});
