import { alignAnnotation } from '../dataset/align-annotation.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import type { LabelNames } from '../dataset/label-names.js';
import type { SumCheck } from '../document-sum.js';
import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { readAhead } from '../documents/read-ahead.js';
import { readAnnotation } from '../documents/read-annotations.js';
import { readDiscussion } from '../documents/read-discussions.js';
import { samplingSets, type FoundSets } from './annotation-sets.js';
import type { RepairCount } from './count-repairs.js';
import type { Warnings } from './dataset-warnings.js';
import type { DiscussionFiles } from './survey-dataset.js';

export interface RecordPorts {
  /** Gets annotations that do not align. */
  warnings: Warnings;
  sums: SumCheck;
  repairs: RepairCount;
  /** What labels are called; by their metrics if absent. */
  names?: LabelNames;
  /** The annotation sets, if what they sample is wanted. */
  sets?: FoundSets;
}

const noSets: FoundSets = new Map();

/** Each discussion with its annotations; reads a few discussions ahead. */
export async function* readRecords(
  discussions: readonly DiscussionFiles[],
  { warnings, sums, repairs, names, sets = noSets }: RecordPorts,
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
      const own = annotationRecord(annotation);
      const result = alignAnnotation(record, names?.rename(own) ?? own);
      if (result.unaligned > 0) warnings.add(doesNotAlign(annotation.file, files.file, result));
      return result;
    });
    const { status } = files;
    const marked = { ...record, ...(status && { status }) };
    const annotated = new Set(aligned.map(({ annotation }) => annotation.set));
    yield { discussion: marked, annotations: aligned, sets: samplingSets(sets, record, annotated) };
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
