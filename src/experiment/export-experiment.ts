import { join, parse } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import { createLog } from '../log/create-log.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import type { Outcome } from './actions.js';
import { ownDocuments } from './own-documents.js';
import { readComparisons } from './manuscript/write-scripts.js';
import { massLimit } from './mass-limit.js';
import { requireRunOrFolders } from './require-run.js';
import { exportDataset } from './export-dataset.js';
import type { ExportOptions } from './export-options.js';

type Options = Pick<
  ExportOptions,
  'originalColumns' | 'forSpreadsheets' | 'formats' | 'isTidy' | 'filter' | 'scores'
> & {
  /** Analysis scripts beside the tidy tables. */
  withScripts?: boolean;
  isQuiet?: boolean;
};

/** Exports the data set without opening (locking) the run directory, since another process may be using it. */
export async function exportExperiment(
  config: ExperimentConfig,
  { isQuiet = false, withScripts = false, ...options }: Options,
): Promise<Outcome> {
  refuseContradictions(options);
  if (withScripts) refuseScripts(options);
  await requireRunOrFolders(config);
  const log = await createLog(config.logging, { quiet: isQuiet });
  try {
    const sums = await openSumCheck(config.runDir);
    const whole = pathSince(config.export.path, options.filter?.since);
    const path = options.forSpreadsheets ? besideForSpreadsheets(whole) : whole;
    const exported = await exportDataset({
      ...config.export,
      ...options,
      experiment: config.name,
      ...massLimit(config),
      path,
      ...(withScripts && { comparisons: await readComparisons(config) }),
      sums,
      only: await ownDocuments(config),
      replaceFile: writeDerived,
      log,
    });
    return { config, made: [], exported };
  } finally {
    await log.close();
  }
}

/** The original had one CSV, and a file for spreadsheets is for looking at. */
function refuseContradictions({
  originalColumns,
  forSpreadsheets,
  isTidy = false,
  formats = [],
  scores,
}: Options): void {
  if (originalColumns && scores !== undefined) {
    throw fail({
      code: 'SYNDISCO_USAGE',
      what: '--original-columns writes only columns that the Python original had, which contradicts --join.',
      todo: 'Remove one of the two options.',
    });
  }
  const one = originalColumns ? '--original-columns' : '--for-spreadsheets';
  const other = isTidy ? '--tidy' : formats.find((format) => format !== 'csv');
  if (!(originalColumns || forSpreadsheets) || other === undefined) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `${one} writes one CSV, which contradicts ${isTidy ? other : `--${other}`}.`,
    todo: 'Run the command twice, once with each of them.',
  });
}

/** What is new has a folder of its own, so that it never replaces the whole data set. */
function pathSince(path: string, since: Date | undefined): string {
  if (!since) return path;
  const { dir, base } = parse(path);
  const stamp = since.toISOString().replace('.000Z', 'Z').replaceAll(':', '-');
  return join(dir, `since-${stamp}`, base);
}

/** They read the tidy tables as CSV or Parquet. */
function refuseScripts({ isTidy = false, formats = ['csv'] }: Options): void {
  if (isTidy && formats.some((format) => format !== 'jsonl')) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: 'The analysis scripts of --scripts read the tidy tables as CSV or Parquet.',
    todo: 'Add --tidy, and --csv or --parquet.',
  });
}

/** `comments.csv` is for analyses, so the guarded copy is `comments-for-spreadsheets.csv`. */
function besideForSpreadsheets(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-for-spreadsheets${ext}`);
}
