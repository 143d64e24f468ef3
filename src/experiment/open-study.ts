import type { ExperimentConfig } from '../config/experiment-config.js';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { noColumns } from '../dataset/found-columns.js';
import { SyndiscoError } from '../errors.js';
import type { PlanFacts } from '../report/report-data.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { countRepairs, type RepairCount } from './count-repairs.js';
import { warnAboutGaps, warnAboutOthers, warnAboutWithdrawn, type Warnings } from './dataset-warnings.js';
import { massLimit } from './mass-limit.js';
import { ownDocuments } from './own-documents.js';
import { readRecords } from './read-records.js';
import type { DatasetSurvey } from './dataset-survey.js';
import { surveyDataset } from './survey-dataset.js';

/** All documents of an experiment that an export would read. */
export interface Study {
  discussions: number;
  annotations: number;
  /** Can be read once; all warnings are there when it has ended. */
  records: AsyncIterable<AnnotatedDiscussion>;
}

/** Without discussions this is an error, unless there is a `plan`. */
export async function openStudy(
  config: ExperimentConfig,
  { plan, warnings }: { plan: PlanFacts | undefined; warnings: Warnings },
): Promise<Study> {
  const sums = await openSumCheck(config.runDir);
  const only = await ownDocuments(config);
  const folders = { ...config.export, sums, only };
  const survey = await surveyDataset(folders).catch((error: unknown) => noneYet(error, plan));
  warnAboutOthers(only, warnings);
  warnAboutWithdrawn(survey, warnings);
  if (survey.discussions.length > 0) warnAboutGaps(survey, folders, warnings);
  const repairs = countRepairs();
  const records = readRecords(survey.discussions, { warnings, sums, repairs, ...massLimit(config) });
  return {
    discussions: survey.discussions.length,
    annotations: survey.annotations,
    records: thenWarn(records, { repairs, warnings }),
  };
}

/** A plan of which nothing is finished is worth a page too: it says what failed, and why. */
function noneYet(error: unknown, plan: PlanFacts | undefined): DatasetSurvey {
  const isEmpty = error instanceof SyndiscoError && error.code === 'SYNDISCO_DISCUSSIONS_EMPTY';
  if (!plan || !isEmpty) throw error;
  const none = { discussions: [], annotations: 0, unmade: 0, withdrawn: [], orphans: [], copies: [] };
  return { columns: noColumns(), sets: new Map(), roles: new Set(), guessed: [], ambiguous: [], ...none };
}

/** Some things can be said only when all has been read; the last warning says how many were left out. */
async function* thenWarn<Value>(
  values: AsyncIterable<Value>,
  { repairs, warnings }: { repairs: RepairCount; warnings: Warnings },
): AsyncGenerator<Value> {
  yield* values;
  for (const warning of repairs.warnings()) warnings.add(warning);
  warnings.close();
}
