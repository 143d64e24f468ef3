import { join, parse } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import { createLog } from '../log/create-log.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import type { Outcome } from './actions.js';
import { ownDocuments } from './own-documents.js';
import { requireRunOrFolders } from './require-run.js';
import { exportDataset, type ExportOptions } from './export-dataset.js';

type Options = Pick<ExportOptions, 'originalColumns' | 'forSpreadsheets' | 'formats' | 'isTidy' | 'filter'> & {
  isQuiet?: boolean;
};

/** Exports the data set without opening (locking) the run directory, since another process may be using it. */
export async function exportExperiment(
  config: ExperimentConfig,
  { isQuiet = false, ...options }: Options,
): Promise<Outcome> {
  refuseContradictions(options);
  await requireRunOrFolders(config);
  const log = await createLog(config.logging, { quiet: isQuiet });
  try {
    const sums = await openSumCheck(config.runDir);
    const path = options.forSpreadsheets ? besideForSpreadsheets(config.export.path) : config.export.path;
    const exported = await exportDataset({
      ...config.export,
      ...options,
      experiment: config.name,
      path,
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
function refuseContradictions({ originalColumns, forSpreadsheets, isTidy = false, formats = [] }: Options): void {
  const one = originalColumns ? '--original-columns' : '--for-spreadsheets';
  const other = isTidy ? '--tidy' : formats.find((format) => format !== 'csv');
  if (!(originalColumns || forSpreadsheets) || other === undefined) return;
  throw fail({
    code: 'SYNDISCO_USAGE',
    what: `${one} writes one CSV, which contradicts ${isTidy ? other : `--${other}`}.`,
    todo: 'Run the command twice, once with each of them.',
  });
}

/** `comments.csv` is for analyses, so the guarded copy is `comments-for-spreadsheets.csv`. */
function besideForSpreadsheets(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-for-spreadsheets${ext}`);
}
