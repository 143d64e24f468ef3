import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { findInAnnotation, findInDiscussion, noColumns, type FoundColumns } from '../dataset/found-columns.js';
import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, fail, throwIfAny, type Problem } from '../errors.js';
import type { OwnDocuments } from './own-documents.js';
import { readAnnotations } from '../documents/read-annotations.js';
import { readDiscussions } from '../documents/read-discussions.js';

/** What the export needs to know before it can write the first row. */
export interface DatasetSurvey {
  columns: FoundColumns;
  /** In the order of the rows. */
  discussions: readonly DiscussionFiles[];
  /** Number of annotations that belong to one of the discussions. */
  annotations: number;
  /** Annotation files whose discussion is missing. */
  orphans: readonly string[];
}

/** The file of a discussion and the files of its annotations. */
export interface DiscussionFiles {
  file: string;
  annotations: string[];
}

export interface DatasetFolders {
  discussionsDir: string;
  annotationsDir: string;
  sums: SumCheck;
  only?: OwnDocuments;
}

/** Reads every file once, keeping only names. Throws the problems of all files together. */
export async function surveyDataset(folders: DatasetFolders): Promise<DatasetSurvey> {
  const { discussionsDir, annotationsDir, sums, only = {} } = folders;
  const survey: Survey = { byId: new Map(), columns: noColumns(), orphans: [], sums, only };
  const problems = [
    ...(await problemsOf(surveyDiscussions(discussionsDir, survey))),
    ...(await problemsOf(surveyAnnotations(annotationsDir, survey))),
  ];
  throwIfAny(withoutRepeats(problems));
  if (survey.byId.size === 0) throw noDiscussions(discussionsDir);
  const discussions = [...survey.byId.values()];
  const annotations = discussions.reduce((sum, files) => sum + files.annotations.length, 0);
  return { columns: survey.columns, discussions, annotations, orphans: survey.orphans };
}

interface Survey {
  byId: Map<string, DiscussionFiles>;
  columns: FoundColumns;
  orphans: string[];
  sums: SumCheck;
  only: OwnDocuments;
}

async function surveyDiscussions(dir: string, { byId, columns, sums, only }: Survey): Promise<void> {
  for await (const file of readDiscussions(dir, sums, only.discussions && { only: only.discussions })) {
    const discussion = discussionRecord(file);
    byId.set(discussion.id, { file: file.file, annotations: [] });
    findInDiscussion(columns, discussion);
  }
}

async function surveyAnnotations(dir: string, { byId, columns, orphans, sums, only }: Survey): Promise<void> {
  for await (const file of readAnnotations(dir, sums, only.annotations && { only: only.annotations })) {
    const annotation = annotationRecord(file);
    const discussion = byId.get(annotation.discussionId);
    if (!discussion) {
      orphans.push(file.file);
      continue;
    }
    discussion.annotations.push(file.file);
    findInAnnotation(columns, annotation);
  }
}

async function problemsOf(survey: Promise<void>): Promise<readonly Problem[]> {
  try {
    await survey;
    return [];
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems;
    throw error;
  }
}

/** If discussions and annotations share a folder, a file that is neither is reported by both surveys. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

export function noDiscussions(dir: string, key = 'dataset_export.discussion_root_dir'): SyndiscoError {
  return fail({
    code: 'SYNDISCO_DISCUSSIONS_EMPTY',
    what: `There are no discussions below ${dir}.`,
    todo: `Generate discussions first, or set ${key} to the folder that contains them.`,
    where: { file: dir },
  });
}
