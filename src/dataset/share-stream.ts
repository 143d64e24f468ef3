export interface SharedStream<Item> {
  readers: AsyncIterable<Item>[];
  /** For a reader that gives up, perhaps before it has begun: the others fail instead of waiting for it. */
  stop: () => void;
}

/**
 * Lets several readers read one stream, in step: the next item is read when all have taken the last, so that memory does
 * not grow. When one of them stops early (its file cannot be written), all others fail too.
 */
export function shareStream<Item>(source: AsyncIterable<Item>, count: number): SharedStream<Item> {
  const items = source[Symbol.asyncIterator]();
  const turn = takeTurns(count, () => items.next());
  const stop = (): void => {
    turn.stop();
    void items.return?.().catch(() => undefined); // the error that stopped the reader matters more
  };
  const open = () => ({
    next: turn.next,
    return() {
      stop();
      return Promise.resolve({ done: true as const, value: undefined });
    },
  });
  return { readers: Array.from({ length: count }, () => ({ [Symbol.asyncIterator]: open })), stop };
}

export class OtherReaderStopped extends Error {}

interface Turns<Item> {
  next: () => Promise<IteratorResult<Item>>;
  stop: () => void;
}

function takeTurns<Item>(readers: number, read: () => Promise<IteratorResult<Item>>): Turns<Item> {
  let waiting: PromiseWithResolvers<IteratorResult<Item>>[] = [];
  let hasStopped = false;
  const failAll = (error: unknown): void => {
    for (const { reject } of waiting) reject(error);
    waiting = [];
  };
  const answerAll = async (): Promise<void> => {
    try {
      const item = await read();
      const answered = waiting;
      waiting = [];
      for (const { resolve } of answered) resolve(item);
    } catch (error) {
      failAll(error);
    }
  };
  return {
    next() {
      if (hasStopped) return Promise.reject(new OtherReaderStopped());
      const mine = withResolvers<IteratorResult<Item>>();
      waiting.push(mine);
      if (waiting.length === readers) void answerAll();
      return mine.promise;
    },
    stop() {
      hasStopped = true;
      failAll(new OtherReaderStopped());
    },
  };
}

interface PromiseWithResolvers<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/** `Promise.withResolvers` is not in Node 20. */
function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let [resolve, reject]: [(value: Value) => void, (error: unknown) => void] = [() => undefined, () => undefined];
  const promise = new Promise<Value>((resolveIt, rejectIt) => {
    [resolve, reject] = [resolveIt, rejectIt];
  });
  return { promise, resolve, reject };
}
