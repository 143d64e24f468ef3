import { join } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { readBundle } from '../report/read-bundle.js';
import type { Figure } from '../report/report-data.js';
import { reportPage } from '../report/report-page.js';
import type { RunLog } from '../run/run-log.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readVersion } from '../version.js';
import { countRepairs } from './count-repairs.js';
import { collectWarnings, warnAboutGaps, warnAboutOthers } from './dataset-warnings.js';
import { ownDocuments } from './own-documents.js';
import { readRecords } from './read-records.js';
import { surveyDataset } from './survey-dataset.js';
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
  const survey = await surveyDataset(folders);
  warnAboutOthers(only, warnings);
  warnAboutGaps(survey, folders, warnings);
  const plan = await surveyFlow(config);
  const facts = {
    experiment: config.name,
    madeAt: new Date().toISOString(),
    version: readVersion(),
    ...(plan && { plan }),
    notes: warnings.all,
    figures: options.figures ?? [],
  };
  const discussions = readRecords(survey.discussions, { warnings, sums, repairs: countRepairs() });
  await writeDerived(path, reportPage({ facts, discussions, bundle }));
  warnings.close();
  return {
    path,
    discussions: survey.discussions.length,
    annotations: survey.annotations,
    warnings: warnings.all,
  };
}
