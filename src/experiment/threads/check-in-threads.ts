import type { CheckedFile } from '../../documents/read-documents.js';
import type { SumCheck } from '../../document-sum.js';
import { SyndiscoError } from '../../errors.js';
import type { AnnotationFile, DiscussionFile } from '../../inputs/input-types.js';
import type { JobKind } from '../../job-kinds.js';
import type { CheckedBatch, CheckSetup } from './check-batch.js';
import { inBatches } from './in-batches.js';
import { mapInThreads } from './map-in-threads.js';
import { threadsFor } from './threads-for.js';

/** As built: Node does not run the source. */
const program = new URL('./check-thread.js', import.meta.url);

const filesPerBatch = 32;

interface Check<Kind extends JobKind> {
  kind: Kind;
  sums: SumCheck;
  isHeadEnough: boolean;
  /** By the number of files if not given. */
  threads: number | undefined;
}

interface FileOf {
  discussion: DiscussionFile;
  annotation: AnnotationFile;
}

/** Checks files as `checkFiles` does, in other threads; undefined where that would take longer. */
export function checkInThreads<Kind extends JobKind>({ kind, sums, isHeadEnough, threads: wanted }: Check<Kind>) {
  return (files: readonly string[]): AsyncIterable<CheckedFile<FileOf[Kind]>> | undefined => {
    const count = wanted ?? threadsFor(files.length, program);
    if (count === 0) return undefined;
    const setup: CheckSetup = { kind, isHeadEnough, edits: sums.edits };
    return unpack(mapInThreads(inBatches(files, filesPerBatch), { count, program, setup }), sums);
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
