import { fail } from '../errors.js';
import type { RunStore } from '../store/run-store.js';
import { nameRequest } from './complete-request.js';
import { keyOf } from './job-journal.js';
import { drive, type RunnableJob } from './run-job.js';
import { stampDocument } from './stamp-document.js';

/**
 * Makes the document of a finished job again, from its journals alone: the same generator, fed with the completions
 * that it was made from. Nothing is written and no model is asked. Only the time of the document is another one.
 */
export async function replayJob(
  job: RunnableJob,
  { store, now }: { store: RunStore; now: () => Date },
): Promise<{ job_hash: string }> {
  const { kind, id } = job.line;
  const { madeWith, records } = await store.foldJob(kind, id);
  if (!madeWith) throw incomplete(id, 'no journal has the job to its end');
  const known = new Map(records.map((record) => [keyOf(record), record.completion]));
  const draft = await drive(await job.start(), (request) => {
    const completion = known.get(keyOf(nameRequest(request)));
    return completion ? Promise.resolve(completion) : Promise.reject(incomplete(id, 'it lacks a request of the job'));
  });
  return stampDocument(draft, job.line, { now, models: madeWith });
}

function incomplete(id: string, why: string): Error {
  return fail({
    code: 'SYNDISCO_JOURNAL_DAMAGED',
    what: `The document of ${id} cannot be made again from its journal: ${why}`,
    todo: 'Restore the document from a backup, or move it away and run the same command again: the job is made anew.',
    where: { job: id },
  });
}
