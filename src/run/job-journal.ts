import { setTimeout as delay } from 'node:timers/promises';
import type { Completion } from '../backends/backend.js';
import { SyndiscoError } from '../errors.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { Attempt, JournalRecord } from '../store/run-store.js';
import type { RunContext } from './run-context.js';

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

/** Shares of the patience after which a full disk is tried again. */
const retryAt = [0.1, 0.3, 0.6];

/**
 * Folds what earlier attempts hold and starts the next one with it. A disk that fills up poisons the attempt; the
 * records are in memory, so another attempt is started from them once there is room, within the run's patience.
 */
export async function openJobJournal(line: PlanLine, run: RunContext): Promise<JobJournal> {
  const folded = await run.store.foldJob(line.kind, line.id);
  const records = new Map(folded.records.map((record) => [keyOf(record), record]));
  let attempt = await start();
  let last: Promise<void> = Promise.resolve();

  function start(): Promise<Attempt> {
    return run.store.startAttempt(line, run.backend.model, [...records.values()]);
  }

  async function write(record: JournalRecord): Promise<void> {
    records.set(keyOf(record), record);
    try {
      await attempt.append(record);
    } catch (error) {
      await attempt.abandon();
      attempt = await untilThereIsRoom(start, error, run);
    }
  }

  return {
    recall: (name) => records.get(keyOf(name))?.completion,
    append(record) {
      const written = last.then(() => write(record));
      last = written.catch(() => undefined);
      return written;
    },
    finish: () => attempt.finish(),
    abandon: () => attempt.abandon(),
  };
}

async function untilThereIsRoom(start: () => Promise<Attempt>, cause: unknown, run: RunContext): Promise<Attempt> {
  let error = cause;
  for (const share of retryAt) {
    if (!(error instanceof SyndiscoError) || error.code !== 'SYNDISCO_DISK_FULL') throw error;
    const waitMs = share * run.patienceMs;
    run.log.warn(`${error.message}; trying again in ${Math.round(waitMs / 1000)} s`);
    await delay(waitMs, undefined, { signal: run.stop.signal });
    try {
      return await start();
    } catch (again) {
      error = again;
    }
  }
  throw error;
}

function keyOf(name: RequestName): string {
  return `${name.index} ${name.try} ${name.request}`;
}
