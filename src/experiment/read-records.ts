import { alignAnnotation, type AlignedAnnotation } from '../dataset/align-annotation.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import type { LabelNames } from '../dataset/label-names.js';
import type { SumCheck } from '../document-sum.js';
import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { readAhead } from '../documents/read-ahead.js';
import { noteLowMass } from '../documents/note-low-mass.js';
import { checkAnnotation } from '../documents/read-annotations.js';
import { checkDiscussion } from '../documents/read-discussions.js';
import { readBytes } from '../documents/read-document.js';
import { samplingSets, type FoundSets } from './annotation-sets.js';
import type { RepairCount } from './count-repairs.js';
import type { UnparsedCount } from './count-unparsed.js';
import type { Warnings } from './dataset-warnings.js';
import type { DiscussionFiles } from './dataset-survey.js';

export interface RecordPorts {
  /** Gets annotations that do not align. */
  warnings: Pick<Warnings, 'add'>;
  sums: SumCheck;
  repairs: RepairCount;
  /** What labels are called; by their metrics if absent. */
  names?: LabelNames;
  /** Labels with a lower legal mass count as missing. */
  minLegalMass?: number;
  /** Counts answers in free text without the values that they were asked for. */
  unparsed?: UnparsedCount;
  /** The annotation sets, if what they sample is wanted. */
  sets?: FoundSets;
}

const noSets: FoundSets = new Map();

/** Each discussion with its annotations; reads a few discussions ahead. */
export async function* readRecords(
  discussions: readonly DiscussionFiles[],
  { warnings, sums, repairs, names, minLegalMass, unparsed, sets = noSets }: RecordPorts,
): AsyncGenerator<AnnotatedDiscussion> {
  for await (const { files, raw } of readAhead(discussions, readFiles)) {
    const record = discussionRecord(await checkDiscussion(raw.discussion, sums));
    repairs.note(
      record.comments.flatMap(({ generation, missing, repairs: own }) =>
        generation
          ? [{ ...(missing && { missing }), ...(own && { repairs: own }), failedTries: generation.failedTries }]
          : [],
      ),
    );
    const aligned: AlignedAnnotation[] = [];
    for (const annotation of raw.annotations) {
      const own = noteLowMass(annotationRecord(await checkAnnotation(annotation, sums)), minLegalMass);
      const result = alignAnnotation(record, names?.rename(own) ?? own);
      if (result.unaligned > 0) warnings.add(doesNotAlign(annotation.file, files.file, result));
      aligned.push(result);
    }
    unparsed?.note(aligned);
    const { status } = files;
    const marked = { ...record, ...(status && { status }) };
    const annotated = new Set(aligned.map(({ annotation }) => annotation.set));
    yield { discussion: marked, annotations: aligned, sets: samplingSets(sets, record, annotated) };
  }
}

async function readFiles(files: DiscussionFiles) {
  const discussion = await readBytes(files.file);
  const annotations = await Promise.all(files.annotations.map(readBytes));
  return { files, raw: { discussion, annotations } };
}

function doesNotAlign(
  file: string,
  discussion: string,
  { unaligned, annotation }: ReturnType<typeof alignAnnotation>,
): string {
  const share = `${unaligned} of its ${annotation.entries.length} comments`;
  return `${file}: ${share} are not in ${discussion}, are in another order, or fit several places; their annotations are left out`;
}
