import type { JobKind } from '../job-kinds.js';
import type { SumCheck } from '../document-sum.js';
import type { Completion } from '../generated/completion.js';
import type { Failure } from '../generated/failure.js';
import type { ModelIdentity } from '../generated/discussion.js';
import type { PlanLine } from '../generated/plan-line.js';

/** The store's contract: everything that the rest of the program may do with a run directory. */
export type { ModelIdentity };

export type { JobKind };

/** One completion as stored in the journal, with the key and the hash of its request. */
export interface JournalRecord {
  index: number;
  try: number;
  /** What was asked beside the turns; absent for turns and comments. */
  aside?: string;
  /** SHA-256 of the request, so that a completion is never used for a prompt that has changed. */
  request: string;
  completion: Completion;
}

/** The models that make a job, of which the first is the document's. */
export type JobModels = readonly [ModelIdentity, ...ModelIdentity[]];

/** The union of the records of a job's attempts; among those with equal (index, try, aside, request) the first wins. */
export interface FoldedJob {
  records: readonly JournalRecord[];
  attempts: number;
  /** The models of the attempt that finished the job; absent if none did. */
  madeWith?: JobModels;
  /** One sentence for each damaged line or file; they are reported and never changed. */
  damage: readonly string[];
}

/** One try at a job with one writer. A method that rejects poisons the attempt: abandon it and start another. */
export interface Attempt {
  /** Resolves when the record is on disk. */
  append(record: JournalRecord): Promise<void>;
  /** Writes `done`; the document may be published afterwards. */
  finish(): Promise<void>;
  /** Closes the file and leaves the journal as it is. Never throws. */
  abandon(): Promise<void>;
}

/**
 * Receives the store's log messages; must return immediately and never throw. `urgent`: why nothing happens for minutes,
 * to be shown at once.
 */
export type StoreLog = (level: 'info' | 'warn' | 'urgent', text: string, job?: string) => void;

export interface RunStore {
  readonly dir: string;
  /**
   * Throws if one of these jobs is planned with another specification, or if a file with the name of its document is
   * foreign or damaged. The jobs may be unplanned, and annotations of discussions that are yet to be made.
   */
  refuseConflicts(lines: readonly PlanLine[]): Promise<void>;
  /** Adds `lines` to the frozen plan: no change if it has them all, a new segment if the design grew, else exit 78. */
  plan(lines: readonly PlanLine[]): Promise<{ added: number }>;
  /** Opens the sum check for the documents of this run. */
  openSumCheck(): Promise<SumCheck>;
  /** Ids of finished documents; throws if files with the names of planned jobs are foreign or damaged. */
  published(kind: JobKind): Promise<ReadonlySet<string>>;
  foldJob(kind: JobKind, id: string): Promise<FoldedJob>;
  /** Records a model at its first use; throws (exit 78) if a model of that name had another fingerprint before. */
  useModel(model: ModelIdentity): Promise<void>;
  /** `carried`: the records that the new journal starts with. */
  startAttempt(job: PlanLine, models: JobModels, carried: readonly JournalRecord[]): Promise<Attempt>;
  /** Publishes the document, once; if a document of the same job already exists, it wins. */
  publish(kind: JobKind, id: string, document: { job_hash: string }): Promise<void>;
  readPublished(kind: JobKind, id: string): Promise<unknown>;
  /** Ids of the jobs that have failed. */
  failed(kind: JobKind): Promise<ReadonlySet<string>>;
  recordFailure(kind: JobKind, id: string, failure: Omit<Failure, 'kind'>): Promise<void>;
  clearFailure(kind: JobKind, id: string): Promise<void>;
  /** Replaces a derived file (data set, status) atomically. */
  replaceFile(path: string, chunks: Iterable<string> | AsyncIterable<string | Uint8Array>): Promise<void>;
  close(): Promise<void>;
}
