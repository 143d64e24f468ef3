import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SumCheck } from '../../src/document-sum.js';
import { exportDataset, type ExportedDataset } from '../../src/experiment/export-dataset.js';
import type { ExportOptions } from '../../src/experiment/export-options.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { replaceFile } from '../../src/store/disk/replace-file.js';
import { parseTable } from '../dataset/parse-csv.js';

/** Exports `discussions/` and `annotations/` of a folder, and reads what came out. */
export async function runExport(
  dir: string,
  options: Partial<ExportOptions> = {},
): Promise<ExportedDataset & { text: string; table: Record<string, string>[] }> {
  const exported = await exportIn(dir, options);
  const text = await readFile(join(dir, 'dataset', 'dataset.csv'), 'utf8');
  return { ...exported, text, table: parseTable(text) };
}

/** Exports them to `dataset/`. */
export function exportIn(dir: string, options: Partial<ExportOptions> = {}): Promise<ExportedDataset> {
  return exportDataset({
    discussionsDir: join(dir, 'discussions'),
    annotationsDir: join(dir, 'annotations'),
    path: join(dir, 'dataset', 'dataset.csv'),
    originalColumns: false,
    forSpreadsheets: false,
    sums: new SumCheck(),
    replaceFile: (to, chunks) => replaceFile(nodeFiles, to, chunks),
    log: { info: () => undefined, warn: () => undefined },
    ...options,
  });
}
