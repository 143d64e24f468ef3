/** Admits at most `slots` calls at once; the others wait in order of arrival. */
export interface Admission {
  /** Resolves to the function that frees the slot; rejects if `signal` aborts first. */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function openAdmission(slots: number): Admission {
  let free = slots;
  const waiting: (() => void)[] = [];
  const leaveOnce = (): (() => void) => {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    };
  };
  return {
    enter(signal) {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(leaveOnce());
      }
      return new Promise((resolve, reject) => {
        const admit = (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve(leaveOnce());
        };
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(admit), 1);
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        waiting.push(admit);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
