import type { JobKind } from '../job-kinds.js';
import type { SumCheck } from '../document-sum.js';
import type { Completion } from '../generated/completion.js';
import type { Failure } from '../generated/failure.js';
import type { ModelIdentity } from '../generated/discussion.js';
import type { PlanLine } from '../generated/plan-line.js';

/** The store's contract: all that the rest of the program may ask of a run directory. */
export type { ModelIdentity };

export type { JobKind };

/** One completion as the journal keeps it: under its request's key, with the request's hash. */
export interface JournalRecord {
  index: number;
  try: number;
  /** SHA-256 of the request, so that a prompt that no longer matches is noticed, not mixed in. */
  request: string;
  completion: Completion;
}

/** What the journals of a job still hold: the union over its attempts; of equal (index, try, request) the first wins. */
export interface FoldedJob {
  records: readonly JournalRecord[];
  attempts: number;
  /** Lines or files that could not be trusted, each as one sentence; they are reported and left as they are. */
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

/** Where the store tells what it noticed; must return at once and never throw. */
export type StoreLog = (level: 'info' | 'warn', text: string) => void;

export interface RunStore {
  readonly dir: string;
  /** Throws when files with the names of these jobs' documents are foreign or damaged, whether they are planned yet or not. */
  refuseForeign(lines: readonly PlanLine[]): Promise<void>;
  /** Makes `lines` part of the frozen plan: nothing if they are in it, a new segment if the design grew, else exit 78. */
  plan(lines: readonly PlanLine[]): Promise<{ added: number }>;
  /** What to compare the documents of this run with. */
  openSumCheck(): Promise<SumCheck>;
  /** Ids of finished documents; throws when files of planned names are foreign or damaged. */
  published(kind: JobKind): Promise<ReadonlySet<string>>;
  foldJob(kind: JobKind, id: string): Promise<FoldedJob>;
  /** Records a model at its first use; refused (exit 78) when a model of that name had another fingerprint before. */
  useModel(model: ModelIdentity): Promise<void>;
  /** `carried` are the records that the new journal starts with. */
  startAttempt(job: PlanLine, model: ModelIdentity, carried: readonly JournalRecord[]): Promise<Attempt>;
  /** Makes the document final, once; an equal job's document that is already there wins. */
  publish(kind: JobKind, id: string, document: { job_hash: string }): Promise<void>;
  readPublished(kind: JobKind, id: string): Promise<unknown>;
  /** Ids of unfinished jobs that were given up. */
  failed(kind: JobKind): Promise<ReadonlySet<string>>;
  recordFailure(kind: JobKind, id: string, failure: Omit<Failure, 'kind'>): Promise<void>;
  clearFailure(kind: JobKind, id: string): Promise<void>;
  /** Replaces a derived file (dataset, status) as a whole, or leaves the old one untouched. */
  replaceFile(path: string, chunks: Iterable<string> | AsyncIterable<string>): Promise<void>;
  close(): Promise<void>;
}
