import { describe, expect, it } from 'vitest';
import { neededReplicates, spreadOf } from '../../src/forecast/needed-replicates.js';

describe('neededReplicates', () => {
  it('when the sd is 15 and the interval may be 10 wide, then 38: t(36) gives 10.003 with 37, t(37) 9.86 with 38', () => {
    expect(neededReplicates(15, 10)).toBe(38);
  });

  it('when the interval must be half as wide, then about four times as many', () => {
    expect(neededReplicates(15, 5) / neededReplicates(15, 10)).toBeCloseTo(3.7, 0);
  });

  it('when two independent conditions are compared, then each needs about twice as many', () => {
    expect(neededReplicates(15, 10, 2)).toBe(71);
  });

  it('when the pilot has a single discussion, then it cannot say', () => {
    expect(neededReplicates(spreadOf([3]).sd, 1)).toBeNaN();
    expect(spreadOf([1, 2, 3, 4])).toMatchObject({ n: 4, mean: 2.5 });
  });
});
