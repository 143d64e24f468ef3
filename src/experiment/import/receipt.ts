import { join } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { ImportedTable } from '../../generated/imported-table.js';
import { unless } from '../../store/disk/errno.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { parseJson, readWhole } from '../../store/disk/read-whole.js';
import { validatorOf } from '../../validators.js';

/** Where an import says what it has imported. */
export function receiptOf({ runDir }: ExperimentConfig): string {
  return join(runDir, 'imported.json');
}

/** Undefined if nothing was imported, or not to the end. */
export async function readReceipt(path: string): Promise<ImportedTable | undefined> {
  const bytes = await unless(['ENOENT'], readWhole(nodeFiles, path));
  if (!bytes) return undefined;
  const value = parseJson(bytes);
  const validate = validatorOf<ImportedTable>('quick', 'imported-table');
  if (validate(value)) return value;
  throw fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `${path} is not what an import writes.`,
    todo: 'Delete it and run the same command again: the table is imported again.',
    where: { file: path },
  });
}
