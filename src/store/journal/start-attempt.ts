/**
 * Start attempt: exclusively create the job's next journal, write `open` and the carried completions, fdatasync, fsync
 * the folder; only then may anything be generated. If a number is taken, it belongs to another process, and we try the
 * next one. A file that could not be started is left in place: its number is never reused.
 */
import { dirname } from 'node:path';
import { errnoOf } from '../disk/errno.js';
import type { FilePort, OutputFile } from '../disk/file-port.js';
import type { JournalFile } from './fold-journal.js';
import type { JournalIndex } from './journal-index.js';
import type { LineBody } from './journal-line.js';
import { writeJournal } from './journal-writer.js';
import type { Attempt, JournalRecord } from '../run-store.js';

/** The `open` line without the attempt's number and the count of carried completions. */
export type Opening = Omit<Extract<LineBody, { kind: 'open' }>, 'attempt' | 'carried'>;

export async function startAttempt(
  files: FilePort,
  index: JournalIndex,
  opening: Opening,
  carried: readonly JournalRecord[],
): Promise<Attempt> {
  const { journal, file } = await createNext(files, index, opening.job);
  const writer = writeJournal(file);
  try {
    const open = { ...opening, attempt: journal.attempt, carried: carried.length };
    await writer.append([open, ...carried.map(completionLine)]);
    await files.syncDir(dirname(journal.path));
  } catch (error) {
    await writer.close();
    throw error;
  }
  let completions = carried.length;
  return {
    append: (record) => {
      completions += 1;
      return writer.append([completionLine(record)]);
    },
    finish: async () => {
      await writer.append([{ kind: 'done', completions }]);
      await writer.close();
    },
    abandon: () => writer.close(),
  };
}

async function createNext(
  files: FilePort,
  index: JournalIndex,
  job: string,
): Promise<{ journal: JournalFile; file: OutputFile }> {
  for (;;) {
    const journal = index.next(job);
    index.add(journal);
    try {
      return { journal, file: await files.createExclusive(journal.path) };
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
}

function completionLine({ index, try: attempt, aside, request, completion }: JournalRecord): LineBody {
  return { kind: 'completion', index, try: attempt, ...(aside !== undefined && { aside }), request, completion };
}
