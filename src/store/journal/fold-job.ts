/**
 * Fold a job: the union of the records of all its attempts, in the order of the attempts. Among records with equal
 * (index, try, aside, request) the first wins, so that an acknowledged completion is never replaced by another. Attempts at
 * another version of the job (another job hash) are ignored.
 */
import type { JournalOpen } from '../../generated/journal-line.js';
import type { FilePort } from '../disk/file-port.js';
import { foldJournal, type FoldedJournal, type JournalFile } from './fold-journal.js';
import type { FoldedJob, JobModels, JournalRecord } from '../run-store.js';

export async function foldJob(files: FilePort, journals: readonly JournalFile[], hash: string): Promise<FoldedJob> {
  const records = new Map<string, JournalRecord>();
  const damage: string[] = [];
  let madeWith: JobModels | undefined;
  for (const journal of journals) {
    const folded = await foldJournal(files, journal);
    const fault = folded.damage ?? anotherVersion(folded, journal, hash);
    if (fault !== undefined) damage.push(fault);
    if (folded.open?.job_hash !== hash) continue;
    addNew(records, folded.records);
    if (folded.isDone) madeWith ??= modelsOf(folded.open);
  }
  return { records: [...records.values()], attempts: journals.length, damage, ...(madeWith && { madeWith }) };
}

function modelsOf({ model, models = [] }: JournalOpen): JobModels {
  const [first = model, ...others] = models;
  return [first, ...others];
}

function anotherVersion(folded: FoldedJournal, journal: JournalFile, hash: string): string | undefined {
  if (folded.open === undefined || folded.open.job_hash === hash) return undefined;
  return `${journal.path}:1: the journal belongs to another version of the job and is ignored`;
}

function addNew(records: Map<string, JournalRecord>, found: readonly JournalRecord[]): void {
  for (const record of found) {
    const key = `${record.index} ${record.try} ${record.aside ?? ''} ${record.request}`;
    if (!records.has(key)) records.set(key, record);
  }
}
