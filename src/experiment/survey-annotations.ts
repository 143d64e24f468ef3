import { findInAnnotation } from '../dataset/found-columns.js';
import { joinByComments, type Candidate } from '../dataset/join-by-comments.js';
import type { SumCheck } from '../document-sum.js';
import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { readAhead } from '../documents/read-ahead.js';
import { readAnnotation, readAnnotations } from '../documents/read-annotations.js';
import { readDiscussion } from '../documents/read-discussions.js';
import { throwIfAny, type Problem } from '../errors.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import { findSet } from './annotation-sets.js';
import type { DiscussionFiles, Survey } from './dataset-survey.js';
import { lastOf } from './last-of.js';

/** Finds the annotations of the discussions that have been found. */
export async function surveyAnnotations(dir: string, survey: Survey): Promise<void> {
  const { byId, sums, only, unnamed, guessed, withdrawn } = survey;
  const discussions = new Set([...byId.values()].map(({ file }) => file));
  for await (const file of readAnnotations(dir, sums, {
    isHeadEnough: true,
    ...(only.annotations && { only: only.annotations }),
  })) {
    const { discussionId } = annotationRecord(file);
    if (discussions.has(file.file)) guessed.push(file.file);
    else if (discussionId !== null && withdrawn.has(discussionId)) continue;
    else if (discussionId === null) unnamed.push(file.file);
    else surveyAnnotation(survey, file, discussionId);
  }
}

/** Finds the discussions of those annotations that do not name them. */
export async function surveyUnnamed(survey: Survey): Promise<void> {
  const { byId, unnamed, sums } = survey;
  if (unnamed.length === 0) return;
  const problems: Problem[] = [];
  const find = joinByComments(await readCandidates([...byId.values()], sums));
  for (const path of unnamed) {
    const file = await readAnnotation(path, sums);
    const found = find(annotationRecord(file), file.stem);
    if (found.length > 1) problems.push(fitsSeveral(path, found));
    else surveyAnnotation(survey, file, found[0]?.record.id);
  }
  throwIfAny(problems);
}

function surveyAnnotation(
  { byId, columns, sets, orphans, copies, only }: Survey,
  file: AnnotationFile,
  id?: string,
): void {
  const discussion = id === undefined ? undefined : byId.get(id);
  if (!discussion) {
    orphans.push(file.file);
    return;
  }
  if (copies.isCopy(file, discussion.file)) return;
  discussion.annotations.push(file.file);
  const record = annotationRecord(file);
  // The original's files have local times without an offset: only its discussions count.
  const annotatedAt = new Date(file.origin === 'syndisco' ? file.document.created_at : 0);
  const decidedAt = file.origin === 'syndisco' ? only.decidedAt?.get(file.document.id) : undefined;
  discussion.changedAt = lastOf(discussion.changedAt, annotatedAt, decidedAt);
  findInAnnotation(columns, record);
  findSet(sets, record);
}

async function readCandidates(files: readonly DiscussionFiles[], sums: SumCheck): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  const read = ({ file }: DiscussionFiles) => readDiscussion(file, sums);
  for await (const discussion of readAhead(files, read)) {
    candidates.push({ file: discussion.file, stem: discussion.stem, record: discussionRecord(discussion) });
  }
  return candidates;
}

function fitsSeveral(file: string, found: readonly Candidate[]): Problem {
  const files = found.map((discussion) => discussion.file);
  const [first = '', second = ''] = files;
  return {
    code: 'SYNDISCO_ANNOTATION_AMBIGUOUS',
    what: `This annotation fits ${files.length} discussions; the first are ${first} and ${second}.`,
    todo: 'Give the annotation the file name of its discussion, or add conv_id, the id of the discussion.',
    where: { file },
  };
}
