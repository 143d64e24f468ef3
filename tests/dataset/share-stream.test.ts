import { describe, expect, test } from 'vitest';
import { OtherReaderStopped, shareStream } from '../../src/dataset/share-stream.js';

async function* comments(read: number[]): AsyncGenerator<number> {
  for (let turn = 0; turn < 5; turn += 1) {
    read.push(turn);
    yield await Promise.resolve(turn);
  }
}

async function all(stream: AsyncIterable<number>): Promise<number[]> {
  const taken: number[] = [];
  for await (const item of stream) taken.push(item);
  return taken;
}

describe('shareStream', () => {
  test('when several read one stream, then each gets all of it, and it is read once', async () => {
    const read: number[] = [];
    const { readers } = shareStream(comments(read), 3);
    expect(await Promise.all(readers.map(all))).toEqual(Array.from({ length: 3 }, () => [0, 1, 2, 3, 4]));
    expect(read).toEqual([0, 1, 2, 3, 4]);
  });

  test('when one reads slowly, then nothing is read ahead of it', async () => {
    const read: number[] = [];
    const [fast, slow] = shareStream(comments(read), 2).readers.map((stream) => stream[Symbol.asyncIterator]());
    await Promise.all([fast?.next(), slow?.next()]);
    void fast?.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(read).toEqual([0]);
  });

  test('when one of them stops early, then the others fail instead of waiting for ever', async () => {
    const [stopping, going] = shareStream(comments([]), 2).readers;
    const stopped = (async () => {
      for await (const item of stopping ?? []) if (item === 1) break;
    })();
    await expect(all(going ?? comments([]))).rejects.toThrow(OtherReaderStopped);
    await stopped;
  });

  test('when one gives up before it has begun, then the others fail too', async () => {
    const { readers, stop } = shareStream(comments([]), 2);
    const going = all(readers[1] ?? comments([]));
    stop();
    await expect(going).rejects.toThrow(OtherReaderStopped);
  });

  test('when the stream fails, then all readers fail with its error', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield await Promise.resolve(1);
      throw new Error('half a document');
    }
    const results = await Promise.allSettled(shareStream(broken(), 2).readers.map(all));
    expect(results.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(
      Array.from({ length: 2 }, () => 'Error: half a document'),
    );
  });
});
