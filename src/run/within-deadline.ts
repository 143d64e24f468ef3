import type { OnStart } from '../backends/backend.js';

/** A request that decoded for longer than its deadline. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(deadlineMs: number) {
    super(`no reply within ${deadlineMs / 1000} s of decoding`);
  }
}

interface Limits {
  deadlineMs: number;
  signal: AbortSignal;
}

/**
 * Resolves to the answer of `work`, or rejects as soon as `signal` aborts or `deadlineMs` have passed since `work`
 * called `onStart`. It rejects even if `work` ignores the signal: an engine that hangs must not hang the run.
 */
export async function withinDeadline<Answer>(
  { deadlineMs, signal }: Limits,
  work: (signal: AbortSignal, onStart: OnStart) => Promise<Answer>,
): Promise<Answer> {
  signal.throwIfAborted();
  const own = new AbortController();
  const ended = rejection(own.signal);
  const forward = (): void => {
    own.abort(signal.reason);
  };
  signal.addEventListener('abort', forward, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const stopClock = (): void => {
    clearTimeout(timer);
  };
  const onStart: OnStart = () => {
    stopClock();
    timer = setTimeout(() => {
      own.abort(new TimedOut(deadlineMs));
    }, deadlineMs);
    return stopClock;
  };
  try {
    return await Promise.race([work(own.signal, onStart), ended]);
  } finally {
    stopClock();
    signal.removeEventListener('abort', forward);
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
      },
      { once: true },
    );
  });
}
