import type { Completion } from '../backends/backend.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { Attempt, JournalRecord } from '../store/run-store.js';
import type { JobModels } from './models-of-run.js';
import type { RunContext } from './run-context.js';
import { isDiskFull, waitForRoom } from './wait-for-room.js';

/** Identifies one request of a job: its key, and the hash of everything that decides its completion. */
export type RequestName = Omit<JournalRecord, 'completion'>;

/** The journal of the job being made: the records of earlier attempts, and our own attempt to append to. */
export interface JobJournal {
  /** The completion of exactly this request, if the journal has it. */
  recall(name: RequestName): Completion | undefined;
  /** Resolves when the record is on disk. */
  append(record: JournalRecord): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** An attempt and the records that its journal started with. */
interface Holder {
  attempt: Attempt;
  carried: ReadonlySet<JournalRecord>;
}

/**
 * Folds the earlier attempts and starts the next one with their records. Records that arrive while the disk is busy
 * wait in the attempt's writer and are written together. If the disk fills up, the attempt is poisoned for all of them.
 * Every record is kept in memory before it is appended, so a single new attempt is started from memory, carrying all
 * records, once there is room (within the run's patience).
 */
export async function openJobJournal(
  line: PlanLine,
  { run, models }: { run: RunContext; models: Pick<JobModels, 'identities'> },
): Promise<JobJournal> {
  const folded = await run.store.foldJob(line.kind, line.id);
  const records = new Map(folded.records.map((record) => [keyOf(record), record]));
  let holder = waitForRoom(start, run);
  await holder;

  async function start(): Promise<Holder> {
    const carried = [...records.values()];
    return { attempt: await run.store.startAttempt(line, models.identities, carried), carried: new Set(carried) };
  }

  /** The successor of `failed`: the first caller to see the failure starts it, the others wait for the same one. */
  function replace(failed: Promise<Holder>, error: unknown): Promise<Holder> {
    if (holder === failed) holder = startAnew(failed, error);
    return holder;
  }

  /** If no new attempt can be started, the holder stays rejected, so that all later calls fail with the same error. */
  async function startAnew(failed: Promise<Holder>, error: unknown): Promise<Holder> {
    await failed.then(({ attempt }) => attempt.abandon());
    if (!isDiskFull(error)) throw error;
    return waitForRoom(start, run);
  }

  return {
    recall: (name) => records.get(keyOf(name))?.completion,
    async append(record) {
      records.set(keyOf(record), record);
      // Read in the same tick in which the record is stored, so that a successor of this holder carries the record.
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

export function keyOf(name: RequestName): string {
  return `${name.index} ${name.try} ${name.aside ?? ''} ${name.request}`;
}
