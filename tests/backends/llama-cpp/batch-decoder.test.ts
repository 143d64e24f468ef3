import { beforeEach, describe, expect, it } from 'vitest';
import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import type { DecodeTask } from '../../../src/backends/llama-cpp/decode-task.js';
import { CountingPort, tokens } from './counting-port.js';

let port: CountingPort;
let decoder: BatchDecoder;
beforeEach(() => {
  port = new CountingPort();
  decoder = openDecoder({});
});

describe('decoding many replies at once', () => {
  it('when as many equal replies as slots are asked for, then every pass has all of them in it', async () => {
    await Promise.all([0, 1, 2, 3].map((job) => decoder.decode(reply({ job, length: 5 }))));
    expect(port.passes.map((rows) => rows.length)).toEqual(port.passes.map(() => 4));
    expect(port.passes).toHaveLength(2 + 4);
  });

  it('when a prompt is read, then the pass is split at the end of its system text', async () => {
    await decoder.decode(reply({ prompt: [7, 7, 7, 1, 2], prefixLength: 3, length: 1 }));
    expect(port.passes.map(([row]) => row?.tokens)).toEqual([
      [7, 7, 7],
      [1, 2],
    ]);
  });

  it('when the next reply in a slot has the same system text, then it is not evaluated again', async () => {
    await decoder.decode(reply({ prompt: [7, 7, 7, 1, 2], prefixLength: 3, length: 2 }));
    port.passes.length = 0;
    await decoder.decode(reply({ prompt: [7, 7, 7, 5], prefixLength: 3, length: 1 }));
    expect(port.passes.map(([row]) => [row?.position, row?.tokens])).toEqual([[3, [5]]]);
  });

  it('when the model cannot be cut back, then nothing is kept', async () => {
    decoder = openDecoder({ canKeepPrefix: false });
    for (const job of [1, 2]) await decoder.decode(reply({ job, prompt: [7, 7, 7, 5], prefixLength: 3, length: 1 }));
    expect(port.passes).toHaveLength(4);
  });

  it('when more replies wait than there are slots, then they start in the order of their jobs, in the lowest free slot', async () => {
    const started: number[] = [];
    const ask = (job: number): Promise<void> =>
      decoder.decode(reply({ job, length: 1, onStart: () => started.push(job) }));
    await Promise.all([9, 3, 7, 1, 5, 0].map(ask));
    expect(started).toEqual([0, 1, 3, 5, 7, 9]);
    expect(port.passes.at(-1)?.map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  it('when one reply is aborted, then it rejects, the others go on, and its slot is used again', async () => {
    const leaving = new AbortController();
    const others = [0, 1, 2].map((job) => decoder.decode(reply({ job, length: 8 })));
    const left = decoder.decode(
      reply({
        job: 3,
        length: 8,
        signal: leaving.signal,
        onStart: () => {
          leaving.abort(new Error('anna left the hall'));
        },
      }),
    );
    await expect(left).rejects.toThrow('anna left the hall');
    await Promise.all(others);
    await decoder.decode(reply({ job: 4, length: 3 }));
    expect(port.passes.at(-1)).toHaveLength(1);
  });

  it('when a waiting reply is aborted, then it never starts', async () => {
    const leaving = new AbortController();
    const speaking = [0, 1, 2, 3].map((job) => decoder.decode(reply({ job, length: 4 })));
    const waiting = decoder.decode(
      reply({
        job: 4,
        length: 4,
        signal: leaving.signal,
        onStart: () => {
          throw new Error('it spoke');
        },
      }),
    );
    leaving.abort(new Error('anna left the hall'));
    await expect(waiting).rejects.toThrow('anna left the hall');
    await Promise.all(speaking);
  });

  it('when a pass fails, then its replies reject and the next one is served', async () => {
    port.failNext = true;
    await expect(decoder.decode(reply({ length: 2 }))).rejects.toThrow('llama_decode failed');
    await expect(decoder.decode(reply({ length: 2 }))).resolves.toBeUndefined();
  });
});

describe('prefixes of personas', () => {
  const anna = { prompt: [7, 7, 7, 1], prefixLength: 3, length: 3 };
  const bob = { prompt: [8, 8, 8, 8, 1], prefixLength: 4, length: 3 };
  const evaluated = (): number => port.passes.flat().reduce((sum, { tokens: { length } }) => sum + length, 0);

  it('when several replies begin alike, then their beginning is evaluated once, behind the slots, and copied', async () => {
    decoder = openDecoder({ prefixes: 2 });
    await Promise.all([0, 1, 2, 3].map((job) => decoder.decode(reply({ job, ...anna }))));
    expect(port.passes[0]).toMatchObject([{ sequence: 4, position: 0, tokens: [7, 7, 7], wantsLogits: false }]);
    expect(port.copies).toEqual([0, 1, 2, 3].map((slot) => [4, slot]));
    expect(port.passes.slice(1).map((rows) => rows.map(({ position }) => position))).toEqual(
      [3, 4, 5].map((position) => [0, 1, 2, 3].map(() => position)),
    );
  });

  it('when a persona speaks again in another slot, then nothing of it is evaluated again', async () => {
    decoder = openDecoder({ prefixes: 2 });
    for (const persona of [anna, bob, anna, bob]) await decoder.decode(reply(persona));
    expect(evaluated()).toBe(3 + 4 + 4 * 3);
  });

  it('when there are more personas than places, then the one unused for the longest time goes', async () => {
    decoder = openDecoder({ prefixes: 2 });
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
    decoder = openDecoder({ prefixes: 1 });
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

describe('running out of memory', () => {
  it('when a pass with many replies fails, then all of them are made, fewer at once, and one warning says so', async () => {
    const warnings: string[] = [];
    decoder = openDecoder({ prefixes: 2, warn: (text) => warnings.push(text) });
    port.mostRows = 2;
    const heard = [0, 1, 2, 3].map(() => [] as number[]);
    const replies = heard.map((said, job) => decoder.decode(reply({ job, length: 6, said })));
    await Promise.all(replies);
    expect(heard).toEqual(heard.map(() => [3, 4, 5, 6, 7, 8]));
    expect(warnings).toEqual([expect.stringMatching(/4 replies at once.* 2,/)]);
  });

  it('when it fails in the middle of replies, then they go on where they were', async () => {
    const heard = [0, 1, 2, 3].map(() => [] as number[]);
    const replies = heard.map((said, job) => decoder.decode(reply({ job, length: 6, said })));
    port.afterPass = () => (port.mostRows = port.passes.length === 4 ? 1 : port.mostRows);
    await Promise.all(replies);
    expect(heard).toEqual(heard.map(() => [3, 4, 5, 6, 7, 8]));
  });

  it('when a calm stretch follows, then as many as before are tried again', async () => {
    port.failNext = true;
    await Promise.all([0, 1, 2, 3].map((job) => decoder.decode(reply({ job, length: 3 }))));
    expect(Math.max(...port.passes.map((rows) => rows.length))).toBe(2);
    await decoder.decode(reply({ length: 1100 }));
    await Promise.all([0, 1, 2, 3].map((job) => decoder.decode(reply({ job, length: 3 }))));
    expect(Math.max(...port.passes.map((rows) => rows.length))).toBe(4);
  });
});

describe('several requests with the same history', () => {
  const evaluated = (): number => port.passes.flat().reduce((sum, { tokens: { length } }) => sum + length, 0);
  const system = [7, 7, 7];
  const history = [1, 2, 3, 4, 5];
  const asked = (end: number, length = 1): Reply => {
    const keptLength = system.length + history.length;
    return { prompt: [...system, ...history, end, end], prefixLength: system.length, keptLength, length };
  };

  it('when they are asked at once, then the history is read once, in one slot', async () => {
    decoder = openDecoder({ prefixes: 1 });
    await Promise.all([11, 12, 13].map((end) => decoder.decode(reply(asked(end)))));
    expect(evaluated()).toBe(system.length + history.length + 3 * 2);
  });

  it('when another one comes while other jobs speak, then it goes to the slot that has the history', async () => {
    decoder = openDecoder({ prefixes: 1 });
    const others = { prompt: [7, 7, 7, 9, 9], prefixLength: 3, length: 30 };
    const speaking = decoder.decode(reply({ job: 0, ...others, length: 6 }));
    await decoder.decode(reply({ job: 1, ...asked(11) }));
    await speaking;
    const before = evaluated();
    await decoder.decode(reply({ job: 1, ...asked(12) }));
    expect(evaluated() - before).toBe(2);
  });

  it('when the first of them is aborted, then the others are answered', async () => {
    decoder = openDecoder({ prefixes: 1 });
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

function openDecoder(options: {
  prefixes?: number;
  canKeepPrefix?: boolean;
  warn?: (text: string) => void;
}): BatchDecoder {
  return new BatchDecoder(port, { slots: 4, prefixes: 0, canKeepPrefix: true, warn: () => undefined, ...options });
}

interface Reply {
  job?: number;
  prompt?: number[];
  prefixLength?: number;
  keptLength?: number;
  /** Tokens to speak. */
  length: number;
  signal?: AbortSignal;
  onStart?: () => void;
  /** Collects what was heard. */
  said?: number[];
}

function reply({
  job = 0,
  prompt = [7, 7, 1],
  prefixLength = 2,
  length,
  signal,
  onStart,
  said,
  ...kept
}: Reply): DecodeTask {
  let heard = 0;
  return {
    ...kept,
    order: [job, 0],
    prompt: tokens(...prompt),
    prefixLength,
    sampling: { temperature: 0, topP: 1, seed: 1 },
    signal: signal ?? new AbortController().signal,
    onToken: (token) => {
      said?.push(token);
      if (heard === 0) onStart?.();
      return ++heard < length;
    },
  };
}
