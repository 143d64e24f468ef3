import { alignAnnotation } from '../dataset/align-annotation.js';
import type { AnnotatedDiscussion } from '../dataset/rows.js';
import type { SumCheck } from '../document-sum.js';
import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { readAhead } from '../documents/read-ahead.js';
import { readAnnotation } from '../documents/read-annotations.js';
import { readDiscussion } from '../documents/read-discussions.js';
import type { RepairCount } from './count-repairs.js';
import type { Warnings } from './dataset-warnings.js';
import type { DiscussionFiles } from './survey-dataset.js';

interface RecordPorts {
  /** Gets annotations that do not align. */
  warnings: Warnings;
  sums: SumCheck;
  repairs: RepairCount;
}

/** Each discussion with its annotations; reads a few discussions ahead. */
export async function* readRecords(
  discussions: readonly DiscussionFiles[],
  { warnings, sums, repairs }: RecordPorts,
): AsyncGenerator<AnnotatedDiscussion> {
  const read = (files: DiscussionFiles) => readFiles(files, sums);
  for await (const { files, discussion, annotations } of readAhead(discussions, read)) {
    const record = discussionRecord(discussion);
    repairs.note(
      record.comments.flatMap(({ generation, ...comment }) =>
        generation ? [{ ...comment, failedTries: generation.failedTries }] : [],
      ),
    );
    const aligned = annotations.map((annotation) => {
      const result = alignAnnotation(record, annotationRecord(annotation));
      if (result.unaligned > 0) warnings.add(doesNotAlign(annotation.file, files.file, result));
      return result;
    });
    yield { discussion: record, annotations: aligned };
  }
}

async function readFiles(files: DiscussionFiles, sums: SumCheck) {
  const discussion = await readDiscussion(files.file, sums);
  const annotations = await Promise.all(files.annotations.map((file) => readAnnotation(file, sums)));
  return { files, discussion, annotations };
}

function doesNotAlign(
  file: string,
  discussion: string,
  { unaligned, annotation }: ReturnType<typeof alignAnnotation>,
): string {
  const share = `${unaligned} of its ${annotation.entries.length} comments`;
  return `${file}: ${share} are not in ${discussion}, are in another order, or fit several places; their annotations are left out`;
}
