import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TimedOut, withinDeadline } from '../../src/run/within-deadline.js';

const never = new AbortController().signal;

describe('a deadline', () => {
  it('when a request queues for longer than it, then that does not count', async () => {
    const answer = withinDeadline({ deadlineMs: 60, signal: never }, async (_, onStart) => {
      await delay(150);
      onStart();
      await delay(10);
      return 'Fewer cars, please.';
    });
    expect(await answer).toBe('Fewer cars, please.');
  });

  it('when decoding takes longer, then it is over, whether the engine listens or not', async () => {
    let heard: unknown;
    const answer = withinDeadline({ deadlineMs: 30, signal: never }, (signal, onStart) => {
      onStart();
      signal.addEventListener('abort', () => (heard = signal.reason as unknown));
      return new Promise<never>(() => undefined);
    });
    await expect(answer).rejects.toBeInstanceOf(TimedOut);
    expect(heard).toBeInstanceOf(TimedOut);
  });

  it('when the run is aborted, then so is the request, with the run’s reason', async () => {
    const run = new AbortController();
    const answer = withinDeadline({ deadlineMs: 1000, signal: run.signal }, () => new Promise<never>(() => undefined));
    run.abort(new Error('the grace period is over'));
    await expect(answer).rejects.toThrow('the grace period is over');
  });
});
