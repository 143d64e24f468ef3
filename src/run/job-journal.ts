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

/**
 * Folds what earlier attempts hold and starts the next one with it. A disk that fills up poisons the attempt; the
 * records are in memory, so another attempt is started from them once there is room, within the run's patience.
 */
export async function openJobJournal(line: PlanLine, run: RunContext): Promise<JobJournal> {
  const folded = await run.store.foldJob(line.kind, line.id);
  const records = new Map(folded.records.map((record) => [keyOf(record), record]));
  let attempt = await waitForRoom(start, run);
  let last: Promise<void> = Promise.resolve();

  function start(): Promise<Attempt> {
    return run.store.startAttempt(line, run.backend.model, [...records.values()]);
  }

  /** Resolves once the attempt, or the one in its place, has all the records. */
  async function restartIfFull(error: unknown): Promise<void> {
    await attempt.abandon();
    if (!isDiskFull(error)) throw error;
    attempt = await waitForRoom(start, run);
  }

  async function write(record: JournalRecord): Promise<void> {
    records.set(keyOf(record), record);
    await attempt.append(record).catch(restartIfFull);
  }

  return {
    recall: (name) => records.get(keyOf(name))?.completion,
    append(record) {
      const written = last.then(() => write(record));
      last = written.catch(() => undefined);
      return written;
    },
    finish: () => attempt.finish().catch((error: unknown) => restartIfFull(error).then(() => attempt.finish())),
    abandon: () => attempt.abandon(),
  };
}

function keyOf(name: RequestName): string {
  return `${name.index} ${name.try} ${name.request}`;
}
