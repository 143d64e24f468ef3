import type { CheckedFile } from '../../documents/read-documents.js';
import type { SumCheck } from '../../document-sum.js';
import { SyndiscoError } from '../../errors.js';
import type { AnnotationFile, DiscussionFile } from '../../inputs/input-types.js';
import type { JobKind } from '../../job-kinds.js';
import type { HeadCheckers } from '../dataset-survey.js';
import type { CheckedBatch, CheckTask } from './check-batch.js';
import { inBatches } from './in-batches.js';
import type { ThreadPool } from './thread-pool.js';

const filesPerBatch = 32;

/** Checks the heads of documents in other threads, where that is worth it. */
export function checkersIn(threads: ThreadPool, sums: SumCheck): HeadCheckers {
  const checkAll = <Document>(kind: JobKind, files: readonly string[]) => {
    if (!threads.isWorth(files.length)) return undefined;
    const taskOf = (paths: readonly string[]): CheckTask => ({ kind, paths, edits: sums.edits });
    // The kind of the documents is that of the task.
    const batches = threads.map(inBatches(files, filesPerBatch, taskOf)) as AsyncIterable<CheckedBatch<Document>>;
    return unpack(batches, sums);
  };
  return {
    discussions: (files) => checkAll<DiscussionFile>('discussion', files),
    annotations: (files) => checkAll<AnnotationFile>('annotation', files),
  };
}

async function* unpack<Document>(
  batches: AsyncIterable<CheckedBatch<Document>>,
  sums: SumCheck,
): AsyncGenerator<CheckedFile<Document>> {
  for await (const { files, unsummed, accepted } of batches) {
    for (const file of unsummed) sums.unsummed.add(file);
    for (const file of accepted) sums.accepted.add(file);
    for (const file of files) yield 'problems' in file ? new SyndiscoError(file.problems) : file.document;
  }
}
