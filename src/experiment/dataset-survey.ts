import type { FoundColumns } from '../dataset/found-columns.js';
import type { SumCheck } from '../document-sum.js';
import type { Copies, Copy } from '../documents/find-copies.js';
import type { Withdrawal } from '../generated/withdrawal.js';
import type { SampledDiscussion } from '../plan/job.js';
import type { FoundSets } from './annotation-sets.js';
import type { OwnDocuments } from './own-documents.js';

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

/** What has been found so far. */
export interface Survey {
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
