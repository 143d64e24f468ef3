import { join, parse } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { createLog } from '../log/create-log.js';
import { writeDerived } from '../store/disk/write-derived.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import type { Outcome } from './actions.js';
import { ownDocuments } from './own-documents.js';
import { exportDataset, type ExportOptions } from './export-dataset.js';

/** Exports the data set without opening (locking) the run directory, since another process may be using it. */
export async function exportExperiment(
  config: ExperimentConfig,
  options: Pick<ExportOptions, 'originalColumns' | 'forSpreadsheets'> & { isQuiet?: boolean },
): Promise<Outcome> {
  const { originalColumns, forSpreadsheets, isQuiet = false } = options;
  const log = await createLog(config.logging, { quiet: isQuiet });
  try {
    const sums = await openSumCheck(config.runDir);
    const path = forSpreadsheets ? besideForSpreadsheets(config.export.path) : config.export.path;
    const files = { ...config.export, path, replaceFile: writeDerived };
    return {
      config,
      made: [],
      exported: await exportDataset({
        ...files,
        originalColumns,
        forSpreadsheets,
        sums,
        only: await ownDocuments(config),
        log,
      }),
    };
  } finally {
    await log.close();
  }
}

/** `comments.csv` is for analyses, so the guarded copy is `comments-for-spreadsheets.csv`. */
function besideForSpreadsheets(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-for-spreadsheets${ext}`);
}
