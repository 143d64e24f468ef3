const windowMs = 5 * 60_000;
const everyMs = 1000;
/** Fewer replies than this are a pace only if they took a while. */
const enoughReplies = 10;
const enoughMs = 20_000;

interface Count {
  turns: number;
  tokens: number;
}

/** Per second. */
export interface Pace extends Count {
  /** Enough replies to tell when the rest will be done. */
  isReliable: boolean;
}

/** The pace of the last five minutes, at most one sample a second. Times in milliseconds. */
export interface RecentPace {
  note(count: Count, at: number): void;
  /** Forgets everything: what comes is work of another kind, or by another model. */
  restart(count: Count, at: number): void;
  /** Undefined if nothing was completed. */
  now(at: number): Pace | undefined;
}

export function recentPace(): RecentPace {
  let samples: (Count & { at: number })[] = [];
  let last: Count = { turns: 0, tokens: 0 };
  return {
    note(count, at) {
      last = { ...count };
      if (at - (samples.at(-1)?.at ?? -Infinity) < everyMs) return;
      samples.push({ ...count, at });
      const second = samples[1];
      if (second && second.at < at - windowMs) samples.shift();
    },
    restart(count, at) {
      last = { ...count };
      samples = [{ ...count, at }];
    },
    now(at) {
      const first = samples.find((sample) => sample.at >= at - windowMs) ?? samples.at(-1);
      if (!first || last.turns <= first.turns || at <= first.at) return undefined;
      const perSecond = (count: number): number => (1000 * count) / (at - first.at);
      const turns = last.turns - first.turns;
      return {
        turns: perSecond(turns),
        tokens: perSecond(last.tokens - first.tokens),
        isReliable: turns >= enoughReplies || at - first.at >= enoughMs,
      };
    },
  };
}
