import { findInDiscussion, noColumns } from '../dataset/found-columns.js';
import { defaultSet } from '../default-set.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { findCopies } from '../documents/find-copies.js';
import { readDiscussions } from '../documents/read-discussions.js';
import { SyndiscoError, throwIfAny, type Problem } from '../errors.js';
import type { Withdrawal } from '../generated/withdrawal.js';
import { isWithdrawn } from '../withdrawals.js';
import { sampledSet } from './annotation-sets.js';
import type { DatasetFolders, DatasetSurvey, DiscussionFiles, Survey } from './dataset-survey.js';
import { lastOf } from './last-of.js';
import { noDiscussions } from './no-discussions.js';
import type { OwnDocuments } from './own-documents.js';
import { surveyAnnotations, surveyUnnamed } from './survey-annotations.js';

/** Reads every file once, keeping only names. Throws the problems of all files together. */
export async function surveyDataset(folders: DatasetFolders): Promise<DatasetSurvey> {
  const { discussionsDir, annotationsDir, sums, only = {}, countComments = false } = folders;
  const survey: Survey = {
    byId: new Map(),
    columns: noColumns(),
    sets: new Map(),
    roles: new Set(),
    orphans: [],
    copies: findCopies(),
    guessed: [],
    ambiguous: [],
    unnamed: [],
    withdrawn: new Map(),
    sums,
    only,
    countComments,
  };
  const problems = [
    ...(await problemsOf(surveyDiscussions(discussionsDir, survey))),
    ...(await problemsOf(surveyAnnotations(annotationsDir, survey))),
    ...(await problemsOf(surveyUnnamed(survey))),
  ];
  throwIfAny(withoutRepeats(problems));
  if (only.sample && !survey.sets.has(defaultSet)) survey.sets.set(defaultSet, sampledSet(only.sample));
  const withdrawn = [...survey.withdrawn.values()];
  if (survey.byId.size === 0) throw noDiscussions(discussionsDir, undefined, withdrawn.length);
  const { discussions, unmade } = compareWithPlan(survey, only.planned);
  const annotations = discussions.reduce((sum, files) => sum + files.annotations.length, 0);
  const { columns, sets, roles, orphans, copies, guessed, ambiguous } = survey;
  return {
    ...{ columns, sets, roles, unmade, withdrawn, discussions, annotations },
    ...{ orphans, copies: copies.found, guessed, ambiguous },
  };
}

/** Which discussions have all annotations that the plan has for them, and how many discussions are yet to be made. */
function compareWithPlan(
  { byId, withdrawn }: Pick<Survey, 'byId' | 'withdrawn'>,
  planned: OwnDocuments['planned'],
): Pick<DatasetSurvey, 'discussions' | 'unmade'> {
  if (!planned) return { discussions: [...byId.values()], unmade: 0 };
  const discussions = Array.from(byId, ([id, files]): DiscussionFiles => {
    if (!planned.discussions.has(id)) return files;
    const wanted = planned.annotationsOf(files.sampledBy);
    return { ...files, status: files.annotations.length < wanted ? 'partial' : 'complete' };
  });
  const unmade = [...planned.discussions].filter((id) => !byId.has(id) && !withdrawn.has(id)).length;
  return { discussions, unmade };
}

async function surveyDiscussions(dir: string, survey: Survey): Promise<void> {
  const { byId, columns, roles, ambiguous, withdrawn, sums, only, countComments } = survey;
  const withdrawals = only.withdrawals ?? new Map<string, Withdrawal>();
  const isHeadEnough = !countComments;
  const options = {
    isHeadEnough,
    ...(only.discussions && { only: only.discussions }),
    // A whole document takes as long from another thread as from its file.
  };
  for await (const file of readDiscussions(dir, sums, options)) {
    const discussion = discussionRecord(file);
    const { id, condition, replicate, comments } = discussion;
    const withdrawal = isWithdrawn(withdrawals, file.document) ? withdrawals.get(id) : undefined;
    if (withdrawal) {
      withdrawn.set(id, withdrawal);
      continue;
    }
    const sampledBy = { id, condition, replicate };
    const changedAt = lastOf(new Date(discussion.createdAt), only.decidedAt?.get(id));
    const own = [...new Set(discussion.actors.map(({ role }) => role))];
    byId.set(id, { file: file.file, annotations: [], sampledBy, comments: comments.length, changedAt, roles: own });
    findInDiscussion(columns, discussion);
    for (const role of own) roles.add(role);
    if (comments.some(({ actor }) => actor.isAmbiguous)) ambiguous.push(file.file);
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
