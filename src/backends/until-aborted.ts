import { setMaxListeners } from 'node:events';

/**
 * Resolves with the answer, or rejects as soon as the signal aborts, even if whatever computes the answer ignores the
 * signal.
 */
export async function untilAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
    };
  });
  setMaxListeners(0, signal); // one signal stops a whole run: thousands of requests may listen to it
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
