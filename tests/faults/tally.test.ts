import { describe, expect, it } from 'vitest';
import { partOf, range, seedOf } from './row.js';
import { addTallies, missingParts, type Tally } from './tally.js';

const count = 3;

function tallyOf(index: number, faults: number, violations: string[] = []): Tally {
  const row = {
    name: 'power loss',
    faults,
    violations,
    skipped: [],
    note: '',
    details: [],
    seconds: 10,
    processorSeconds: 8,
  };
  return {
    tier: 'full',
    seed: 1,
    share: 1,
    shards: [{ index, count }],
    rows: [{ ...row, isLacking: false, parts: 1 }],
  };
}

describe('shards of the fault table', () => {
  it('when a row is cut into shards, then they try every seed of the whole once', () => {
    const seeds = range(count).flatMap((at) =>
      partOf({ shard: { index: at + 1, count } }, range(100)).map((fault) => seedOf({ seed: 7 }, fault)),
    );
    expect(seeds.sort()).toEqual(range(100).map((fault) => seedOf({ seed: 7 }, fault)));
  });

  it('when all shards are added, then their faults, violations and times are those of one pass', () => {
    const added = addTallies([tallyOf(1, 34), tallyOf(2, 33, ['a comment was lost']), tallyOf(3, 33)]);
    expect(added.rows).toMatchObject([
      { faults: 100, violations: ['a comment was lost'], seconds: 30, processorSeconds: 24, parts: 3 },
    ]);
    expect(missingParts(added)).toEqual([]);
  });

  it('when a shard or one of its rows is missing, then the pass is not whole', () => {
    const cut = { ...tallyOf(3, 0), rows: [] };
    expect(missingParts(addTallies([tallyOf(1, 34), cut]))).toEqual([
      'shard 2/3 has not been added',
      'power loss: 1 of 2 shards have tried it',
    ]);
  });

  it('when a shard is there twice or is of another pass, then they are not added', () => {
    expect(() => addTallies([tallyOf(1, 34), tallyOf(1, 34)])).toThrow('twice');
    expect(() => addTallies([tallyOf(1, 34), { ...tallyOf(2, 33), seed: 2 }])).toThrow('no shards of one pass');
  });
});
