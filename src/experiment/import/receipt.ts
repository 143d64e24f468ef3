import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { ImportedTable } from '../../generated/imported-table.js';
import { errnoOf } from '../../store/disk/errno.js';
import { validatorOf } from '../../validators.js';

/** Where an import says what it has imported. */
export function receiptOf({ runDir }: ExperimentConfig): string {
  return join(runDir, 'imported.json');
}

/** Undefined if nothing was imported, or not to the end. */
export async function readReceipt(path: string): Promise<ImportedTable | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  const validate = validatorOf<ImportedTable>('quick', 'imported-table');
  if (validate(value)) return value;
  throw fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `${path} is not what an import writes.`,
    todo: 'Delete it and run the same command again: the table is imported again.',
    where: { file: path },
  });
}
