import { beforeEach, describe, expect, it } from 'vitest';
import type { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import { openDecoder, reply } from './counting-decoder.js';
import { CountingPort } from './counting-port.js';

let port: CountingPort;
let decoder: BatchDecoder;
beforeEach(() => {
  port = new CountingPort();
  decoder = openDecoder(port, {});
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
    decoder = openDecoder(port, { canKeepPrefix: false });
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

describe('running out of memory', () => {
  it('when a pass with many replies fails, then all of them are made, fewer at once, and one warning says so', async () => {
    const warnings: string[] = [];
    decoder = openDecoder(port, { prefixes: 2, warn: (text) => warnings.push(text) });
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
