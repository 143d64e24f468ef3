import { join } from 'node:path';
import { analyse, type Analysis } from '../analysis/analyse.js';
import { collectStudyTexts, type ReferenceComparison } from '../analysis/compare-with-reference.js';
import { discussionFigures, type DiscussionFigures } from '../analysis/discussion-figures.js';
import type { Adjustment } from '../analysis/effects/adjust-p-values.js';
import { labelsOverTurns } from '../analysis/labels-over-turns.js';
import type { MeasureOptions } from '../analysis/measures/measure.js';
import type { OpenRandom } from '../analysis/open-random.js';
import { latexTable } from '../analysis/tables/latex.js';
import { markdownTable } from '../analysis/tables/markdown.js';
import { reportTables, type ReportTable } from '../analysis/tables/report-tables.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { readReference } from '../inputs/read-reference.js';
import { createLog } from '../log/create-log.js';
import { openStream } from '../plan/setup/random-stream.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { countRepairs } from './count-repairs.js';
import { defaultSet } from '../default-set.js';
import { collectWarnings, warnAboutGaps, warnAboutOthers } from './dataset-warnings.js';
import { readRecords } from './read-records.js';
import { requireRunOrFolders } from './require-run.js';
import { ownDocuments } from './own-documents.js';
import { studyDesign } from './study-design.js';
import { surveyDataset } from './survey-dataset.js';

export interface ReportOptions extends MeasureOptions {
  adjustment: Adjustment;
  /** A CSV of comments by people. */
  reference?: string;
  /** A folder for LaTeX and Markdown tables. */
  tablesDir?: string;
  isQuiet?: boolean;
}

export interface Report {
  experiment: string;
  seed: number;
  analysis: Analysis;
  reference?: ReferenceComparison;
  tables: readonly ReportTable[];
  /** The files that were written. */
  files: readonly string[];
  warnings: readonly string[];
}

/**
 * Analyses all documents of an experiment without opening (locking) its run directory. Reads one discussion at a time and
 * keeps its figures, so that memory grows only with the number of discussions. The same documents give the same report.
 */
export async function reportExperiment(config: ExperimentConfig, options: ReportOptions): Promise<Report> {
  const corpus = options.reference === undefined ? undefined : await readReference(options.reference);
  await requireRunOrFolders(config);
  const log = await createLog(config.logging, { quiet: options.isQuiet === true });
  try {
    const warnings = collectWarnings(log);
    const openRandom: OpenRandom = (...purpose) => openStream([config.seed, 'analysis', ...purpose]);
    const texts = collectStudyTexts(openRandom);
    const { figures, labels } = await readFigures(config, { options, warnings, texts: corpus && texts });
    const design = await studyDesign(config, options.adjustment);
    const analysis = analyse(figures, labels, design, openRandom);
    const reference = corpus && texts.compare(figures, corpus, options);
    const tables = reportTables(analysis, reference);
    const files = options.tablesDir === undefined ? [] : await writeTables(options.tablesDir, tables);
    warnings.close();
    const found = { analysis, ...(reference && { reference }), tables, files, warnings: warnings.all };
    return { experiment: config.name, seed: config.seed, ...found };
  } finally {
    await log.close();
  }
}

interface Reading {
  options: ReportOptions;
  warnings: ReturnType<typeof collectWarnings>;
  /** Absent without a reference. */
  texts: ReturnType<typeof collectStudyTexts> | undefined;
}

async function readFigures(config: ExperimentConfig, { options, warnings, texts }: Reading) {
  const sums = await openSumCheck(config.runDir);
  const only = await ownDocuments(config);
  const { discussionsDir, annotationsDir } = config.export;
  const survey = await surveyDataset({ discussionsDir, annotationsDir, sums, only });
  warnAboutOthers(only, warnings);
  warnAboutGaps(survey, { discussionsDir, annotationsDir, sums }, warnings);
  const categories = new Map(
    config.annotation?.metrics?.flatMap((metric) =>
      metric.type === 'category' ? [[metric.name, metric.values] as const] : [],
    ),
  );
  const figures: DiscussionFigures[] = [];
  const labels = labelsOverTurns();
  const repairs = countRepairs();
  for await (const { discussion, annotations } of readRecords(survey.discussions, { warnings, sums, repairs })) {
    const ofDefaultSet = annotations.filter(({ annotation }) => annotation.set === defaultSet);
    const measured = discussionFigures(discussion, ofDefaultSet, { ...options, categories });
    figures.push(measured.figures);
    labels.add(discussion.condition, measured.labels);
    texts?.add(discussion);
  }
  for (const warning of repairs.warnings()) warnings.add(warning);
  return { figures, labels };
}

async function writeTables(dir: string, tables: readonly ReportTable[]): Promise<string[]> {
  const files: string[] = [];
  for (const table of tables) {
    for (const [extension, format] of [
      ['md', markdownTable],
      ['tex', latexTable],
    ] as const) {
      const path = join(dir, `${table.name}.${extension}`);
      await writeDerived(path, [format(table)]);
      files.push(path);
    }
  }
  return files;
}
