/**
 * Fold one journal to its longest valid prefix: from the first line that is torn, altered, out of place or another
 * job's, nothing is believed. What is wrong is told in a sentence; the file is left as it is. A torn last line is what
 * a kill leaves behind and no damage: nobody was told of it.
 */
import type { JournalLine, JournalOpen } from '../../generated/journal-line.js';
import type { FilePort } from '../disk/file-port.js';
import { chainStart, decodeLine } from './journal-line.js';
import { readLines, type Line } from '../disk/read-lines.js';
import type { JobKind, JournalRecord } from '../run-store.js';

export interface JournalFile {
  path: string;
  kind: JobKind;
  job: string;
  attempt: number;
}

export interface FoldedJournal {
  /** Absent when not even the first line is there. */
  open?: JournalOpen;
  records: JournalRecord[];
  isDone: boolean;
  damage?: string;
}

export async function foldJournal(files: FilePort, journal: JournalFile): Promise<FoldedJournal> {
  const folded: FoldedJournal = { records: [], isDone: false };
  let sum = chainStart;
  for await (const line of readLines(files, journal.path)) {
    const entry = line.tooLong ? undefined : decodeLine(sum, line.bytes);
    const damage = entry ? takeEntry(folded, entry, journal) : distrust(line);
    if (damage !== undefined) folded.damage = `${journal.path}:${line.number}: ${damage}`;
    if (!entry || damage !== undefined) break;
    sum = entry.sum;
  }
  return folded;
}

/** Adds a valid line to what is known, or says why it does not belong. */
function takeEntry(folded: FoldedJournal, entry: JournalLine, journal: JournalFile): string | undefined {
  if ((entry.kind === 'open') !== (folded.open === undefined)) return 'the line is not in its place';
  if (folded.isDone) return 'lines follow the last one';
  switch (entry.kind) {
    case 'open':
      return openJournal(folded, entry, journal);
    case 'completion':
      folded.records.push(recordOf(entry));
      return undefined;
    case 'done':
      folded.isDone = true;
      return undefined;
  }
}

function openJournal(folded: FoldedJournal, open: JournalOpen, journal: JournalFile): string | undefined {
  const isOurs = open.job_kind === journal.kind && open.job === journal.job && open.attempt === journal.attempt;
  if (!isOurs) return `the journal is that of attempt ${open.attempt} at the ${open.job_kind} ${open.job}`;
  folded.open = open;
  return undefined;
}

function recordOf({ index, try: attempt, request, completion }: JournalRecord): JournalRecord {
  return { index, try: attempt, request, completion };
}

function distrust(line: Line): string | undefined {
  if (line.tooLong) return 'the line is too long to be ours; it and all below it are left out';
  return line.ended ? 'the line is damaged or not ours; it and all below it are left out' : undefined;
}
