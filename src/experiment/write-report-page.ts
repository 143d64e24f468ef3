import { join } from 'node:path';
import { SyndiscoError } from '../errors.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { noColumns } from '../dataset/found-columns.js';
import { readBundle } from '../report/read-bundle.js';
import type { Figure, PlanFacts } from '../report/report-data.js';
import { reportPage } from '../report/report-page.js';
import type { RunLog } from '../run/run-log.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readVersion } from '../version.js';
import { countRepairs } from './count-repairs.js';
import {
  collectWarnings,
  warnAboutGaps,
  warnAboutOthers,
  warnAboutWithdrawn,
  type Warnings,
} from './dataset-warnings.js';
import { ownDocuments } from './own-documents.js';
import { readRecords } from './read-records.js';
import { surveyDataset, type DatasetSurvey } from './survey-dataset.js';
import { surveyFlow } from './survey-flow.js';

export interface ReportPageOptions {
  /** `<run_dir>/report.html` if absent. */
  path?: string;
  /** Results by condition, shown after the counts. */
  figures?: readonly Figure[];
  log: Pick<RunLog, 'warn'>;
}

export interface WrittenPage {
  path: string;
  discussions: number;
  annotations: number;
  warnings: readonly string[];
}

/**
 * Writes the report page of all discussions that an export would read, without opening (locking) the run directory.
 * Reads one discussion at a time, as the export does.
 */
export async function writeReportPage(config: ExperimentConfig, options: ReportPageOptions): Promise<WrittenPage> {
  const path = options.path ?? join(config.runDir, 'report.html');
  const bundle = await readBundle();
  const warnings = collectWarnings(options.log);
  const sums = await openSumCheck(config.runDir);
  const only = await ownDocuments(config);
  const folders = { ...config.export, sums, only };
  const plan = await surveyFlow(config);
  const survey = await surveyDataset(folders).catch((error: unknown) => noneYet(error, plan));
  warnAboutOthers(only, warnings);
  warnAboutWithdrawn(survey, warnings);
  if (survey.discussions.length > 0) warnAboutGaps(survey, folders, warnings);
  const facts = {
    experiment: config.name,
    madeAt: new Date().toISOString(),
    version: readVersion(),
    ...(plan && { plan }),
    notes: warnings.all,
    figures: options.figures ?? [],
  };
  const discussions = readRecords(survey.discussions, { warnings, sums, repairs: countRepairs() });
  await writeDerived(path, reportPage({ facts, discussions: thenClose(discussions, warnings), bundle }));
  return {
    path,
    discussions: survey.discussions.length,
    annotations: survey.annotations,
    warnings: warnings.all,
  };
}

/** A plan of which nothing is finished is worth a page too: it says what failed, and why. */
function noneYet(error: unknown, plan: PlanFacts | undefined): DatasetSurvey {
  const isEmpty = error instanceof SyndiscoError && error.code === 'SYNDISCO_DISCUSSIONS_EMPTY';
  if (!plan || !isEmpty) throw error;
  const none = {
    discussions: [],
    annotations: 0,
    unmade: 0,
    withdrawn: [],
    orphans: [],
    copies: [],
    guessed: [],
    ambiguous: [],
  };
  return { columns: noColumns(), sets: new Map(), roles: new Set(), ...none };
}

/** The last warning says how many were left out; the page ends with all of them. */
async function* thenClose<Value>(values: AsyncIterable<Value>, warnings: Warnings): AsyncGenerator<Value> {
  yield* values;
  warnings.close();
}
