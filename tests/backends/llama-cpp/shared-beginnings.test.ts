import { beforeEach, describe, expect, it } from 'vitest';
import type { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import { openDecoder, reply, type Reply } from './counting-decoder.js';
import { CountingPort } from './counting-port.js';

let port: CountingPort;
let decoder: BatchDecoder;
beforeEach(() => {
  port = new CountingPort();
  decoder = openDecoder(port, { prefixes: 1 });
});

/** Tokens that the model has read. */
const evaluated = (): number => port.passes.flat().reduce((sum, { tokens: { length } }) => sum + length, 0);

describe('prefixes of personas', () => {
  const anna = { prompt: [7, 7, 7, 1], prefixLength: 3, length: 3 };
  const bob = { prompt: [8, 8, 8, 8, 1], prefixLength: 4, length: 3 };

  it('when several replies begin alike, then their beginning is evaluated once, behind the slots, and copied', async () => {
    decoder = openDecoder(port, { prefixes: 2 });
    await Promise.all([0, 1, 2, 3].map((job) => decoder.decode(reply({ job, ...anna }))));
    expect(port.passes[0]).toMatchObject([{ sequence: 4, position: 0, tokens: [7, 7, 7], wantsLogits: false }]);
    expect(port.copies).toEqual([0, 1, 2, 3].map((slot) => [4, slot]));
    expect(port.passes.slice(1).map((rows) => rows.map(({ position }) => position))).toEqual(
      [3, 4, 5].map((position) => [0, 1, 2, 3].map(() => position)),
    );
  });

  it('when a persona speaks again in another slot, then nothing of it is evaluated again', async () => {
    decoder = openDecoder(port, { prefixes: 2 });
    for (const persona of [anna, bob, anna, bob]) await decoder.decode(reply(persona));
    expect(evaluated()).toBe(3 + 4 + 4 * 3);
  });

  it('when there are more personas than places, then the one unused for the longest time goes', async () => {
    decoder = openDecoder(port, { prefixes: 2 });
    const carol = { prompt: [9, 9, 1], prefixLength: 2, length: 1 };
    for (const persona of [anna, bob, anna, carol, anna]) await decoder.decode(reply(persona));
    const read = port.passes.flat().filter(({ sequence }) => sequence >= 4);
    expect(read.map(({ sequence, tokens: [first] }) => [sequence, first])).toEqual([
      [4, 7],
      [5, 8],
      [5, 9],
    ]);
  });

  it('when the only reply that waits for a prefix is aborted, then the prefix is not read any further', async () => {
    const leaving = new AbortController();
    const long = { prompt: [...Array.from({ length: 40 }, () => 7), 1], prefixLength: 40, length: 1 };
    const left = decoder.decode(reply({ ...long, signal: leaving.signal }));
    port.afterPass = () => {
      leaving.abort(new Error('anna left the hall'));
    };
    await expect(left).rejects.toThrow('anna left the hall');
    expect(port.passes).toHaveLength(1);
  });
});

describe('several requests with the same history', () => {
  const system = [7, 7, 7];
  const history = [1, 2, 3, 4, 5];
  const asked = (end: number, length = 1): Reply => {
    const keptLength = system.length + history.length;
    return { prompt: [...system, ...history, end, end], prefixLength: system.length, keptLength, length };
  };

  it('when they are asked at once, then the history is read once, in one slot', async () => {
    await Promise.all([11, 12, 13].map((end) => decoder.decode(reply(asked(end)))));
    expect(evaluated()).toBe(system.length + history.length + 3 * 2);
  });

  it('when another one comes while other jobs speak, then it goes to the slot that has the history', async () => {
    const others = { prompt: [7, 7, 7, 9, 9], prefixLength: 3, length: 30 };
    const speaking = decoder.decode(reply({ job: 0, ...others, length: 6 }));
    await decoder.decode(reply({ job: 1, ...asked(11) }));
    await speaking;
    const before = evaluated();
    await decoder.decode(reply({ job: 1, ...asked(12) }));
    expect(evaluated() - before).toBe(2);
  });

  it('when the first of them is aborted, then the others are answered', async () => {
    const leaving = new AbortController();
    const onStart = (): void => {
      leaving.abort(new Error('anna left the hall'));
    };
    const left = decoder.decode(reply({ ...asked(11, 8), signal: leaving.signal, onStart }));
    const others = [12, 13].map((end) => decoder.decode(reply(asked(end))));
    await expect(left).rejects.toThrow('anna left the hall');
    await Promise.all(others);
  });
});
