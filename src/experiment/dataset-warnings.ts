import type { RunLog } from '../run/run-log.js';
import type { DatasetFolders, DatasetSurvey } from './survey-dataset.js';

/** What an export has to say about its input, each as one sentence. */
export interface Warnings {
  readonly all: string[];
  add(text: string): void;
  /** Says how many were not shown. */
  close(): void;
}

/** One mistake can touch every file of a data set; a thousand lines of it would hide the rest. */
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

/** What is not there (yet), or does not belong to anything. */
export function warnAboutGaps(survey: DatasetSurvey, folders: DatasetFolders, warnings: Warnings): void {
  const { discussions, annotations, orphans } = survey;
  const bare = discussions.filter((files) => files.annotations.length === 0).length;
  if (annotations === 0) {
    warnings.add(`no discussion has an annotation below ${folders.annotationsDir}; the annotation columns stay empty`);
  } else if (bare > 0) {
    warnings.add(`${bare} of ${discussions.length} discussions have no annotation`);
  }
  if (orphans[0]) {
    warnings.add(
      `${orphans.length} annotations are of no discussion here and are left out, the first is ${orphans[0]}`,
    );
  }
}
