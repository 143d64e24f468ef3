import { join } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { SumCheck } from '../../document-sum.js';
import type { Problem } from '../../errors.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { parseJson, readWhole } from '../../store/disk/read-whole.js';
import { openSumCheck } from '../../store/documents/accepted-edits.js';
import { listDocuments } from './foreign-documents.js';
import { readReceipt, receiptOf } from './receipt.js';

export interface VerifiedImport {
  /** The hash of the table. */
  table?: string;
  /** The discussions that the table has, and those that are there. */
  imported: number;
  found: number;
  problems: readonly Problem[];
}

/** The discussions of the imported table that were edited or damaged, and whether some are gone: no job made them. */
export async function verifyImported(config: ExperimentConfig): Promise<VerifiedImport> {
  const { table, discussionsDir: dir } = config.annotation ?? {};
  const receipt = table && (await readReceipt(receiptOf(config)));
  if (!receipt || dir === undefined) return { imported: 0, found: 0, problems: [] };
  const names = await listDocuments(dir);
  const sums = await openSumCheck(config.runDir);
  const problems: Problem[] = [];
  for (const name of names) problems.push(...(await verifyOne(join(dir, name), sums)));
  if (names.length < receipt.discussions) problems.push(missing(dir, receipt.discussions - names.length));
  return { table: receipt.sha256, imported: receipt.discussions, found: names.length, problems };
}

async function verifyOne(file: string, sums: SumCheck): Promise<Problem[]> {
  const bytes = await readWhole(nodeFiles, file);
  const document = parseJson(bytes);
  const problem =
    typeof document === 'object' && document !== null ? sums.problemOf(file, bytes, document) : damaged(file);
  return problem ? [problem] : [];
}

function damaged(file: string): Problem {
  const what = 'This imported discussion is not JSON';
  const todo = 'Delete it and run syndisco annotate: it is imported again from the table.';
  return { code: 'SYNDISCO_PUBLISHED_DAMAGED', what, todo, where: { file } };
}

function missing(dir: string, count: number): Problem {
  const what = `${count} ${count === 1 ? 'discussion' : 'discussions'} of the imported table ${count === 1 ? 'is' : 'are'} missing`;
  const todo = 'Run syndisco annotate: the table is imported again.';
  return { code: 'SYNDISCO_PUBLISHED_MISSING', what, todo, where: { file: dir } };
}
