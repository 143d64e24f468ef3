import { join } from 'node:path';
import { latexTable } from '../analysis/tables/latex.js';
import { markdownTable } from '../analysis/tables/markdown.js';
import type { ReportTable } from '../analysis/tables/report-table.js';
import type { ExperimentConfig, ProbeConfig } from '../config/experiment-config.js';
import { createLog } from '../log/create-log.js';
import type { OpinionFigure } from '../report/figure-data.js';
import { readBundle } from '../report/read-bundle.js';
import type { ReportFacts } from '../report/report-data.js';
import { reportPage } from '../report/report-page.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { readVersion } from '../version.js';
import { analyseStudy, type AnalysisOptions, type StudyResults } from './analyse-study.js';
import { collectWarnings } from './dataset-warnings.js';
import { writeDsl } from './human-sample/write-dsl.js';
import { opinionFigures } from './opinion-figures.js';
import { openStudy } from './open-study.js';
import { pageFigures, turnFigures } from './page-figures.js';
import { requireRunOrFolders } from './require-run.js';
import { surveyFlow } from './survey-flow.js';

export interface ReportOptions extends AnalysisOptions {
  /** The file of the page; none is written if absent. */
  page?: string;
  /** A folder for LaTeX and Markdown tables. */
  tablesDir?: string;
  /** A folder for the R script that corrects effects by people's labels, and its data. */
  dslDir?: string;
  isQuiet?: boolean;
}

export interface Report {
  experiment: string;
  /** Of the run. */
  seed: number;
  /** Absent if nothing of a plan is finished yet. */
  results?: StudyResults;
  discussions: number;
  annotations: number;
  /** The files that were written, without the page. */
  files: readonly string[];
  warnings: readonly string[];
}

/**
 * Analyses all documents of an experiment, and shows them in a page, without opening (locking) its run directory. Reads
 * each discussion once and keeps its figures, so that memory grows only with the number of discussions. The same
 * documents give the same report. Where nothing of a plan is finished there is only a page, which says why.
 */
export async function reportExperiment(config: ExperimentConfig, options: ReportOptions): Promise<Report> {
  const analysis = await analyseStudy(config, options);
  await requireRunOrFolders(config);
  const { page, tablesDir, dslDir, isQuiet = false } = options;
  const log = await createLog(config.logging, { quiet: isQuiet });
  try {
    const warnings = collectWarnings(log);
    const plan = page === undefined ? undefined : await surveyFlow(config);
    const { discussions, annotations, records } = await openStudy(config, { plan, warnings });
    const read = passing(records, (each) => {
      analysis.note(each);
    });
    let results: StudyResults | undefined;
    const facts = (): ReturnType<typeof pageFacts> => {
      results = discussions > 0 ? analysis.results() : undefined;
      return pageFacts(config, results, warnings.all);
    };
    if (page === undefined) {
      await exhaust(read);
      facts();
    } else {
      const bundle = await readBundle();
      await writeDerived(page, reportPage({ experiment: config.name, plan, discussions: read, facts, bundle }));
    }
    const files = [
      ...(results && tablesDir !== undefined ? await writeTables(tablesDir, results.tables) : []),
      ...(results && dslDir !== undefined ? await writeDsl(config, results.sampled, dslDir) : []),
    ];
    const counts = { discussions, annotations };
    const { name: experiment } = config;
    return { experiment, seed: analysis.seed, ...(results && { results }), ...counts, files, warnings: warnings.all };
  } finally {
    await log.close();
  }
}

/** The values as they come, each shown to `note` first. */
async function* passing<Value>(values: AsyncIterable<Value>, note: (value: Value) => void): AsyncGenerator<Value> {
  for await (const value of values) {
    note(value);
    yield value;
  }
}

async function exhaust(values: AsyncIterator<unknown>): Promise<void> {
  while ((await values.next()).done !== true);
}

function pageFacts(
  { discussions }: ExperimentConfig,
  results: StudyResults | undefined,
  notes: readonly string[],
): Omit<ReportFacts, 'experiment' | 'plan'> {
  return {
    madeAt: new Date().toISOString(),
    version: readVersion(),
    notes,
    figures: results ? pageFigures(results.analysis) : [],
    labelsOverTurns: results ? turnFigures(results.analysis) : [],
    opinionsOverTime: results ? opinionsIn(results, discussions?.probes) : [],
    readingNotes: results?.analysis.notes ?? [],
    agreementNotes: results?.agreementNotes ?? [],
    tables: results?.tables ?? [],
  };
}

function opinionsIn({ analysis, probes }: StudyResults, asked: readonly ProbeConfig[] | undefined): OpinionFigure[] {
  return opinionFigures(probes.curves, { asked, conditions: analysis.flow.map(({ condition }) => condition) });
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
