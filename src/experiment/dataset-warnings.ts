import { labelNames } from '../dataset/label-names.js';
import type { RunLog } from '../run/run-log.js';
import { annotates } from './annotation-sets.js';
import type { OwnDocuments } from './own-documents.js';
import type { DatasetFolders, DatasetSurvey, DiscussionFiles } from './dataset-survey.js';

/** The warnings of an export about its input, one sentence each. */
export interface Warnings {
  readonly all: string[];
  add(text: string): void;
  /** Reports how many were not shown. */
  close(): void;
}

/** One mistake can affect every file of a data set; a thousand such lines would hide all other warnings. */
const maxWarnings = 50;

export function collectWarnings(log: Pick<RunLog, 'warn'>): Warnings {
  const all: string[] = [];
  let hidden = 0;
  const tell = (text: string): void => {
    all.push(text);
    log.warn(text);
  };
  return {
    all,
    add(text) {
      if (all.length < maxWarnings) tell(text);
      else hidden += 1;
    },
    close() {
      if (hidden > 0) tell(`and ${hidden} more warnings like these`);
    },
  };
}

/** Warns about documents of other plans in the folders. */
export function warnAboutOthers({ discussions, annotations }: OwnDocuments = {}, warnings: Warnings): void {
  const counts = [
    ...(discussions?.leftOut.size ? [`${discussions.leftOut.size} discussions`] : []),
    ...(annotations?.leftOut.size ? [`${annotations.leftOut.size} annotations`] : []),
  ];
  if (counts.length === 0) return;
  warnings.add(
    `${counts.join(' and ')} of other plans are left out; to export all documents in the folders, set dataset_export.discussion_root_dir and annotation_root_dir`,
  );
}

/** Names the first discussions that are left out on purpose, with the reasons. */
export function warnAboutWithdrawn({ withdrawn }: DatasetSurvey, warnings: Warnings): void {
  if (withdrawn.length === 0) return;
  const named = withdrawn.slice(0, namedWithdrawn).map(({ id, why }) => `${id} (${why})`);
  const rest = withdrawn.length > named.length ? ', …' : '';
  const what = withdrawn.length === 1 ? '1 withdrawn discussion is' : `${withdrawn.length} withdrawn discussions are`;
  warnings.add(`${what} left out: ${named.join(', ')}${rest}`);
}

const namedWithdrawn = 5;

/** Marks an export of a run that is not finished. */
export function warnAboutPlan({ discussions, unmade }: DatasetSurvey, warnings: Warnings): void {
  const partial = discussions.filter(({ status }) => status === 'partial').length;
  const counts = [
    ...(unmade > 0 ? [`${unmade} of ${unmade + discussions.length} planned discussions are not finished`] : []),
    ...(partial > 0 ? [`${partial} of ${discussions.length} discussions lack planned annotations`] : []),
  ];
  if (counts.length > 0) {
    warnings.add(`this data set is partial: ${counts.join('; ')}; the same command again exports what is added`);
  }
}

/** Warns about annotations without a discussion or the other way round, and about what files do not say. */
export function warnAboutGaps(survey: DatasetSurvey, folders: DatasetFolders, warnings: Warnings): void {
  const { split, mixed } = labelNames(survey.columns.metrics);
  const { discussions, annotations, orphans, copies, guessed, ambiguous } = survey;
  const bare = discussions.filter((files) => files.annotations.length === 0 && isToBeAnnotated(files, survey)).length;
  if (annotations === 0) {
    warnings.add(
      `there are no annotations of these discussions below ${folders.annotationsDir}; the annotation columns will be empty`,
    );
  } else if (bare > 0) {
    warnings.add(`${bare} of ${discussions.length} discussions have no annotation`);
  }
  for (const metric of split) {
    warnings.add(
      `annotation sets ask the metric ${metric} on different scales: those that differ from the default set have label_${metric}_as_SET columns of their own`,
    );
  }
  if (mixed[0]) {
    warnings.add(`label_${mixed[0]} contains labels of different scales, which one annotation set has`);
  }
  if (orphans[0]) {
    warnings.add(
      `${orphans.length} annotations belong to none of these discussions and are left out; the first is ${orphans[0]}`,
    );
  }
  if (guessed[0]) {
    warnings.add(
      `${guessed.length} files do not say whether they are discussions or annotations, and are read as discussions; the first is ${guessed[0]}; if it is an annotation, move the annotations to a folder of their own, and set dataset_export.annotation_root_dir to it`,
    );
  }
  if (ambiguous[0]) {
    warnings.add(
      `${ambiguous.length} discussions have several speakers of the same name, and do not say which of them wrote a comment; the traits in which they differ are left empty; the first is ${ambiguous[0]}`,
    );
  }
  if (copies[0]) {
    const { file, of } = copies[0];
    warnings.add(
      `${copies.length} annotations are copies of others and are left out; the first is ${file}, which has the same content as ${of}`,
    );
  }
}

/** Whether a set annotates the discussion. */
function isToBeAnnotated({ sampledBy }: DiscussionFiles, { sets }: DatasetSurvey): boolean {
  return [...sets.values()].some((set) => annotates(set, sampledBy));
}
