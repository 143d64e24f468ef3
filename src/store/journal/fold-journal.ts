/**
 * Fold one journal to its longest valid prefix: the first line that is torn, altered, out of order or from another job,
 * and everything after it, is ignored. The damage is reported as one sentence; the file is not changed. A torn last
 * line is the normal result of a kill, not damage: it was never acknowledged.
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
  /** Absent if there is no valid first line. */
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

/** Adds a valid line to the folded journal, or returns why it does not belong there. */
function takeEntry(folded: FoldedJournal, entry: JournalLine, journal: JournalFile): string | undefined {
  if ((entry.kind === 'open') !== (folded.open === undefined)) return 'the line is out of order';
  if (folded.isDone) return 'there are lines after the `done` line';
  switch (entry.kind) {
    case 'open':
      return openJournal(folded, entry, journal);
    case 'completion':
      folded.records.push(recordOf(entry));
      return undefined;
    case 'done':
      if (entry.completions !== folded.records.length)
        return `the \`done\` line counts ${entry.completions} completions, and there are ${folded.records.length}`;
      folded.isDone = true;
      return undefined;
  }
}

function openJournal(folded: FoldedJournal, open: JournalOpen, journal: JournalFile): string | undefined {
  const isOurs = open.job_kind === journal.kind && open.job === journal.job && open.attempt === journal.attempt;
  if (!isOurs) return `the journal belongs to attempt ${open.attempt} at the ${open.job_kind} ${open.job}`;
  folded.open = open;
  return undefined;
}

function recordOf({ index, try: attempt, aside, request, completion }: JournalRecord): JournalRecord {
  return { index, try: attempt, ...(aside !== undefined && { aside }), request, completion };
}

function distrust(line: Line): string | undefined {
  if (line.tooLong) return 'the line is too long to be ours; it and all lines after it are ignored';
  return line.ended ? 'the line is damaged or not ours; it and all lines after it are ignored' : undefined;
}
