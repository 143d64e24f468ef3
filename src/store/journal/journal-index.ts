/**
 * The attempts of each job, from a single listing of a journal folder: 10,000 jobs must not cost 10,000 listings. Other
 * processes may add attempts after the listing. Missing one may repeat turns but never loses a comment, because a new
 * attempt acquires its number by exclusive create.
 */
import { join } from 'node:path';
import type { FilePort } from '../disk/file-port.js';
import type { JournalFile } from './fold-journal.js';
import type { JobKind } from '../run-store.js';

export interface JournalIndex {
  /** In ascending order of attempt. */
  of(job: string): JournalFile[];
  next(job: string): JournalFile;
  add(journal: JournalFile): void;
  jobs(): Iterable<string>;
}

const namePattern = /^([a-z0-9][a-z0-9._-]*)\.(\d{4,})\.jsonl$/;

export async function indexJournals(files: FilePort, dir: string, kind: JobKind): Promise<JournalIndex> {
  const attempts = new Map<string, number[]>();
  const add = (job: string, attempt: number): void => {
    const known = attempts.get(job);
    if (known) known.push(attempt);
    else attempts.set(job, [attempt]);
  };
  for (const name of await files.list(dir)) {
    const [, job, digits] = namePattern.exec(name) ?? [];
    if (job !== undefined && name === journalName(job, Number(digits))) add(job, Number(digits));
  }
  const file = (job: string, attempt: number): JournalFile => ({
    path: join(dir, journalName(job, attempt)),
    kind,
    job,
    attempt,
  });
  const numbers = (job: string): number[] => (attempts.get(job) ?? []).sort((one, other) => one - other);
  return {
    of: (job) => numbers(job).map((attempt) => file(job, attempt)),
    next: (job) => file(job, (numbers(job).at(-1) ?? 0) + 1),
    add: ({ job, attempt }) => {
      add(job, attempt);
    },
    jobs: () => attempts.keys(),
  };
}

function journalName(job: string, attempt: number): string {
  return `${job}.${String(attempt).padStart(4, '0')}.jsonl`;
}
