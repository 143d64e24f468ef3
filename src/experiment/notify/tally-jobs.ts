import { jobKinds } from '../../job-kinds.js';
import type { Progress } from '../../run/progress.js';

type Counts = Pick<Progress, 'kind' | 'done' | 'failed' | 'total'>;

/** The jobs of a whole command, which may work on several annotation sets one after the other. */
export interface JobTally {
  note(set: string | undefined, progress: Readonly<Progress>): void;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Whether anything was finished, or failed, since the command began. */
  readonly isChanged: boolean;
  /** `4 of 4 discussions; 8 of 8 annotations`. */
  describe(): string;
  /** `1 of 4 discussions failed`. */
  describeFailed(): string;
}

export function tallyJobs(): JobTally {
  const begun = new Map<string, number>();
  const latest = new Map<string, Counts & { set: string | undefined }>();
  const sum = (of: (counts: Counts) => number): number =>
    [...latest.values()].reduce((total, counts) => total + of(counts), 0);
  return {
    note(set, { kind, done, failed, total }) {
      const key = `${kind} ${set ?? ''}`;
      if (!begun.has(key)) begun.set(key, done + failed);
      latest.set(key, { set, kind, done, failed, total });
    },
    get done() {
      return sum(({ done }) => done);
    },
    get failed() {
      return sum(({ failed }) => failed);
    },
    get total() {
      return sum(({ total }) => total);
    },
    get isChanged() {
      return sum(({ done, failed }) => done + failed) > [...begun.values()].reduce((one, other) => one + other, 0);
    },
    describe: () =>
      Array.from(latest.values(), ({ set, kind, done, total }) => {
        return `${done} of ${total} ${jobKinds[kind].plural}${set === undefined ? '' : ` (${set})`}`;
      }).join('; '),
    describeFailed: () =>
      [...latest.values()]
        .filter(({ failed }) => failed > 0)
        .map(({ kind, failed, total }) => `${failed} of ${total} ${jobKinds[kind].plural} failed`)
        .join('; '),
  };
}
