import type { Completion } from '../backends/backend.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { Attempt, JournalRecord } from '../store/run-store.js';
import type { RunContext } from './run-context.js';
import { isDiskFull, waitForRoom } from './wait-for-room.js';

/** Names one request of a job: which one, and the hash of all that decides its answer. */
export type RequestName = Omit<JournalRecord, 'completion'>;

/** The journal of the job being made: what earlier attempts hold, and an attempt of our own to append to. */
export interface JobJournal {
  /** The completion of exactly this request, if an earlier attempt has it. */
  recall(name: RequestName): Completion | undefined;
  /** Resolves when the record is on disk. */
  append(record: JournalRecord): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** An attempt with the records that its journal began with. */
interface Holder {
  attempt: Attempt;
  carried: ReadonlySet<JournalRecord>;
}

/**
 * Folds what earlier attempts hold and starts the next one with it. Records that arrive while the disk is busy wait in
 * the attempt's writer and go out together. A disk that fills up poisons the attempt for all of them; every record is
 * in memory before it is appended, so one other attempt is started from there once there is room, within the run's
 * patience, and carries them.
 */
export async function openJobJournal(line: PlanLine, run: RunContext): Promise<JobJournal> {
  const folded = await run.store.foldJob(line.kind, line.id);
  const records = new Map(folded.records.map((record) => [keyOf(record), record]));
  let holder = waitForRoom(start, run);
  await holder;

  async function start(): Promise<Holder> {
    const carried = [...records.values()];
    return { attempt: await run.store.startAttempt(line, run.backend.model, carried), carried: new Set(carried) };
  }

  /** The one that takes over from `failed`: the first to see the failure starts it, the others wait for the same. */
  function replace(failed: Promise<Holder>, error: unknown): Promise<Holder> {
    if (holder === failed) holder = startAnew(failed, error);
    return holder;
  }

  /** What cannot be replaced stays failed, so that whatever comes later fails with the same error. */
  async function startAnew(failed: Promise<Holder>, error: unknown): Promise<Holder> {
    await failed.then(({ attempt }) => attempt.abandon());
    if (!isDiskFull(error)) throw error;
    return waitForRoom(start, run);
  }

  return {
    recall: (name) => records.get(keyOf(name))?.completion,
    async append(record) {
      records.set(keyOf(record), record);
      // Read in the same step as the record is kept: whoever replaces this holder carries the record.
      const mine = holder;
      const { attempt, carried } = await mine;
      if (carried.has(record)) return;
      await attempt.append(record).catch((error: unknown) => replace(mine, error));
    },
    async finish() {
      const mine = holder;
      const { attempt } = await mine;
      await attempt.finish().catch(async (error: unknown) => (await replace(mine, error)).attempt.finish());
    },
    abandon: () =>
      holder.then(
        ({ attempt }) => attempt.abandon(),
        () => undefined,
      ),
  };
}

function keyOf(name: RequestName): string {
  return `${name.index} ${name.try} ${name.request}`;
}
