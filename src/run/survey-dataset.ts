import { annotationRecord } from '../dataset/annotation-record.js';
import type { TraitNames } from '../dataset/column-layout.js';
import { discussionRecord } from '../dataset/discussion-record.js';
import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, fail, throwIfAny, type Problem } from '../errors.js';
import { readAnnotations } from '../inputs/read-annotations.js';
import { readDiscussions } from '../inputs/read-discussions.js';

/** What must be known of a data set before its first row can be written. */
export interface DatasetSurvey {
  traits: TraitNames;
  /** In the order of the rows. */
  discussions: readonly DiscussionFiles[];
  /** How many annotations are of one of the discussions. */
  annotations: number;
  /** Annotation files of discussions that are not there. */
  orphans: readonly string[];
}

/** A discussion's file and those of its annotations. */
export interface DiscussionFiles {
  file: string;
  annotations: string[];
}

export interface DatasetFolders {
  discussionsDir: string;
  annotationsDir: string;
  sums: SumCheck;
}

/** Reads every file once and keeps only names. Throws the problems of all files together. */
export async function surveyDataset({ discussionsDir, annotationsDir, sums }: DatasetFolders): Promise<DatasetSurvey> {
  const survey = {
    byId: new Map<string, DiscussionFiles>(),
    personas: new Set<string>(),
    annotators: new Set<string>(),
    factors: new Set<string>(),
    topicMetadata: new Set<string>(),
    metrics: new Set<string>(),
    sums,
  };
  const orphans: string[] = [];
  const problems = [
    ...(await problemsOf(surveyDiscussions(discussionsDir, survey))),
    ...(await problemsOf(surveyAnnotations(annotationsDir, survey, orphans))),
  ];
  throwIfAny(withoutRepeats(problems));
  if (survey.byId.size === 0) throw noDiscussions(discussionsDir);
  const discussions = [...survey.byId.values()];
  const annotations = discussions.reduce((sum, files) => sum + files.annotations.length, 0);
  return { traits: survey, discussions, annotations, orphans };
}

interface Survey {
  byId: Map<string, DiscussionFiles>;
  personas: Set<string>;
  annotators: Set<string>;
  factors: Set<string>;
  topicMetadata: Set<string>;
  metrics: Set<string>;
  sums: SumCheck;
}

async function surveyDiscussions(dir: string, { byId, personas, factors, topicMetadata, sums }: Survey): Promise<void> {
  for await (const file of readDiscussions(dir, sums)) {
    const discussion = discussionRecord(file);
    byId.set(discussion.id, { file: file.file, annotations: [] });
    for (const factor of Object.keys(discussion.factors ?? {})) factors.add(factor);
    for (const column of Object.keys(discussion.topicMetadata ?? {})) topicMetadata.add(column);
    for (const actor of new Set(discussion.comments.map((comment) => comment.actor))) {
      for (const trait of actor.traits.keys()) personas.add(trait);
    }
  }
}

async function surveyAnnotations(
  dir: string,
  { byId, annotators, metrics, sums }: Survey,
  orphans: string[],
): Promise<void> {
  for await (const file of readAnnotations(dir, sums)) {
    const annotation = annotationRecord(file);
    const discussion = byId.get(annotation.discussionId);
    if (!discussion) {
      orphans.push(file.file);
      continue;
    }
    discussion.annotations.push(file.file);
    for (const trait of annotation.traits.keys()) annotators.add(trait);
    for (const metric of annotation.metrics) metrics.add(metric);
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

/** Where discussions and annotations share a folder, a file that is neither is found twice. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function noDiscussions(dir: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_DISCUSSIONS_EMPTY',
    what: `There is no discussion below ${dir}.`,
    todo: 'Generate discussions first, or point dataset_export.discussion_root_dir at the folder that holds them.',
    where: { file: dir },
  });
}
