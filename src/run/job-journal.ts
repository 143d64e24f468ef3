import type { Completion, ModelIdentity } from '../backends/backend.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { JournalRecord, RunStore } from '../store/run-store.js';

/** Names one request of a job: which one, and the hash of all that decides its answer. */
export type RequestName = Omit<JournalRecord, 'completion'>;

/** The journal of the job being made: what earlier attempts hold, and one attempt of our own to append to. */
export interface JobJournal {
  /** The completion of exactly this request, if an earlier attempt has it. */
  recall(name: RequestName): Completion | undefined;
  /** Resolves when the record is on disk. */
  append(record: JournalRecord): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export async function openJobJournal(store: RunStore, line: PlanLine, model: ModelIdentity): Promise<JobJournal> {
  const folded = await store.foldJob(line.kind, line.id);
  const records = new Map(folded.records.map((record) => [keyOf(record), record.completion]));
  const attempt = await store.startAttempt(line, model, folded.records);
  return {
    recall: (name) => records.get(keyOf(name)),
    append: (record) => attempt.append(record),
    finish: () => attempt.finish(),
    abandon: () => attempt.abandon(),
  };
}

function keyOf(name: RequestName): string {
  return `${name.index} ${name.try} ${name.request}`;
}
