import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { findSet, sampledSet, type FoundSets } from './annotation-sets.js';
import { findInAnnotation, findInDiscussion, noColumns, type FoundColumns } from '../dataset/found-columns.js';
import { defaultSet } from '../default-set.js';
import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, throwIfAny, type Problem } from '../errors.js';
import { lastOf } from './last-of.js';
import { noDiscussions } from './no-discussions.js';
import type { OwnDocuments } from './own-documents.js';
import { joinByComments, type Candidate } from '../dataset/join-by-comments.js';
import { findCopies, type Copies, type Copy } from '../documents/find-copies.js';
import { readAhead } from '../documents/read-ahead.js';
import { readAnnotation, readAnnotations } from '../documents/read-annotations.js';
import { readDiscussion, readDiscussions } from '../documents/read-discussions.js';
import type { AnnotationFile } from '../inputs/input-types.js';
import type { Withdrawal } from '../generated/withdrawal.js';
import { isWithdrawn } from '../withdrawals.js';
import type { SampledDiscussion } from '../plan/job.js';

/** What the export needs to know before it can write the first row. */
export interface DatasetSurvey {
  columns: FoundColumns;
  sets: FoundSets;
  /** The roles of actors. */
  roles: ReadonlySet<string>;
  /** In the order of the rows. */
  discussions: readonly DiscussionFiles[];
  /** Planned discussions that are not finished. */
  unmade: number;
  /** Discussions that are left out on purpose. */
  withdrawn: readonly Withdrawal[];
  /** Number of annotations that belong to one of the discussions. */
  annotations: number;
  /** Annotation files whose discussion is missing. */
  orphans: readonly string[];
  /** Annotation files of the original with the same content as another one. */
  copies: readonly Copy[];
  /** Files that could be either kind, read as discussions. */
  guessed: readonly string[];
  /** Discussions with several speakers of the same name. */
  ambiguous: readonly string[];
}

/** The file of a discussion and the files of its annotations. */
export interface DiscussionFiles {
  file: string;
  annotations: string[];
  /** What it is sampled by. */
  sampledBy: SampledDiscussion;
  /** Zero if the survey was not to count them. */
  comments: number;
  /** When it or one of its annotations was last finished, edited, or taken back into the data set. */
  changedAt: Date;
  /** The roles of its actors. */
  roles: readonly string[];
  /** Absent if no plan says what it should have. */
  status?: 'complete' | 'partial';
}

export interface DatasetFolders {
  discussionsDir: string;
  annotationsDir: string;
  sums: SumCheck;
  only?: OwnDocuments;
  /** Takes longer: every discussion is then read as a whole. */
  countComments?: boolean;
}

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

interface Survey {
  byId: Map<string, DiscussionFiles>;
  columns: FoundColumns;
  sets: FoundSets;
  roles: Set<string>;
  orphans: string[];
  copies: Copies;
  guessed: string[];
  ambiguous: string[];
  /** Annotation files that do not name their discussion. */
  unnamed: string[];
  withdrawn: Map<string, Withdrawal>;
  sums: SumCheck;
  only: OwnDocuments;
  countComments: boolean;
}

async function surveyDiscussions(dir: string, survey: Survey): Promise<void> {
  const { byId, columns, roles, ambiguous, withdrawn, sums, only, countComments } = survey;
  const withdrawals = only.withdrawals ?? new Map<string, Withdrawal>();
  const taken = only.discussions && { only: only.discussions };
  for await (const file of readDiscussions(dir, sums, { isHeadEnough: !countComments, ...taken })) {
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

async function surveyAnnotations(dir: string, survey: Survey): Promise<void> {
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
async function surveyUnnamed(survey: Survey): Promise<void> {
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
