import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planStep } from '../../../src/backends/llama-cpp/plan-step.js';

describe('planning a forward pass', () => {
  it('when everyone speaks, then everyone gets one token, in the order of the sequences', () => {
    const speaking = [3, 0, 2, 1].map((sequence) => ({ sequence, pending: 1 }));
    expect(planStep(speaking, 512)).toEqual([0, 1, 2, 3].map((sequence) => ({ sequence, take: 1 })));
  });

  it('when prompts wait beside speakers, then they share what the speakers leave, and the short one leaves its rest to the long one', () => {
    const sequences = [
      { sequence: 0, pending: 900 },
      { sequence: 1, pending: 1 },
      { sequence: 2, pending: 100 },
    ];
    expect(planStep(sequences, 512)).toEqual([
      { sequence: 0, take: 411 },
      { sequence: 1, take: 1 },
      { sequence: 2, take: 100 },
    ]);
  });

  it('when any load comes, then the pass keeps to its budget, wastes none of it, and rises by sequence', () => {
    const load = fc.uniqueArray(fc.record({ sequence: fc.nat(31), pending: fc.integer({ min: 1, max: 2000 }) }), {
      selector: ({ sequence }) => sequence,
      minLength: 1,
    });
    fc.assert(
      fc.property(load, fc.integer({ min: 32, max: 512 }), (sequences, budget) => {
        const shares = planStep(sequences, budget);
        const taken = shares.reduce((sum, { take }) => sum + take, 0);
        const wanted = sequences.reduce((sum, { pending }) => sum + pending, 0);
        expect(taken).toBe(Math.min(budget, wanted));
        expect(shares.map(({ sequence }) => sequence)).toEqual(
          shares.map(({ sequence }) => sequence).sort((a, b) => a - b),
        );
      }),
    );
  });
});
