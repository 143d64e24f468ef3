import { basename } from 'node:path';
import type { Codebook } from '../dataset/codebook/codebook.js';
import { codebookMarkdown } from '../dataset/codebook/codebook-markdown.js';
import { croissant } from '../dataset/codebook/croissant.js';
import { dataPackage } from '../dataset/codebook/data-package.js';
import { datasetCard } from '../dataset/codebook/dataset-card.js';
import { readVersion } from '../version.js';
import type { ExportOptions } from './export-options.js';
import { descriptionFile } from './tables-to-write.js';
import type { WrittenTable } from './write-tables.js';

/** A file for spreadsheets is for looking at. */
export async function describeDataset(
  written: readonly WrittenTable[],
  about: Omit<Codebook, 'experiment' | 'version' | 'tables'>,
  options: ExportOptions,
): Promise<string[]> {
  const { forSpreadsheets, isTidy = false, path, replaceFile } = options;
  if (forSpreadsheets) return [];
  const codebook = { experiment: options.experiment ?? 'discussions', version: readVersion(), ...about };
  const files = describingFiles(describeTables(written, codebook), { path, isTidy, written });
  for (const [file, text] of files) await replaceFile(file, [text]);
  return files.map(([file]) => file);
}

function describeTables(written: readonly WrittenTable[], about: Omit<Codebook, 'tables'>): Codebook {
  const tables = written.map(({ table, columns, tally }) => ({
    name: table.name,
    meaning: table.meaning,
    key: table.key,
    references: table.references,
    files: Array.from(table.files.values(), (file) => basename(file)),
    rows: tally.rows,
    columns: columns.flatMap((column, index) => {
      const counts = tally.columns[index];
      return counts ? [{ ...column, ...counts }] : [];
    }),
  }));
  return { ...about, tables };
}

/**
 * Codebook, data package and, of tidy tables, Croissant and, over Parquet, dataset card. The wide table's name starts the
 * names of its own.
 */
function describingFiles(
  codebook: Codebook,
  { path, isTidy, written }: { path: string; isTidy: boolean; written: readonly WrittenTable[] },
): [file: string, text: string][] {
  const nameOf = (file: string): string => descriptionFile(file, path, isTidy);
  const hasParquet = codebook.tables.some(({ files }) => files.some((file) => file.endsWith('.parquet')));
  return [
    [nameOf('codebook.md'), codebookMarkdown(codebook)],
    [nameOf('datapackage.json'), asJson(dataPackage(codebook))],
    ...(isTidy
      ? [
          [
            nameOf('croissant.json'),
            asJson(
              croissant(
                codebook,
                written.flatMap(({ files }) => files),
              ),
            ),
          ] as [string, string],
        ]
      : []),
    ...(isTidy && hasParquet ? [[nameOf('README.md'), datasetCard(codebook)] as [string, string]] : []),
  ];
}

function asJson(description: object): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}
