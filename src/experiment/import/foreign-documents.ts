import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../errors.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { readWhole } from '../../store/disk/read-whole.js';

export async function listDocuments(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((): string[] => []);
  return names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
}

/** Before the first one is written: discussions of models would be overwritten, and those of a table that has changed since its import stopped be annotated. */
export async function refuseForeign(dir: string, sha256: string): Promise<void> {
  for (const name of await listDocuments(dir)) {
    const text = (await readWhole(nodeFiles, join(dir, name))).toString();
    if (!text.includes(`"sha256": "${sha256}"`)) throw foreignDocuments(dir, `${name}, which is not of this table`);
  }
}

/** Afterwards: the same table with other columns may have made more. */
export async function refuseOthers(dir: string, discussions: number): Promise<void> {
  const others = (await listDocuments(dir)).length - discussions;
  if (others > 0) throw foreignDocuments(dir, `${others} files that are no discussions of this table`);
}

function foreignDocuments(dir: string, found: string): Error {
  return fail({
    code: 'SYNDISCO_RUN_MISMATCH',
    what: `The comments cannot be imported into ${dir}: it has ${found}.`,
    todo: 'Choose another run_dir, or start a new run with --fork NAME. If the files are left from an import that was interrupted before the table or its columns changed, delete the folder.',
    path: 'run_dir',
    where: { file: dir },
  });
}
