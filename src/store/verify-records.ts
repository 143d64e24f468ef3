/**
 * Verify, the records that a run keeps beside its plan: run.json, config.yaml, models/*.json. run.json and the models
 * end in their sum, like documents; run.json has that of config.yaml. Run directories of early versions have neither.
 */
import { join } from 'node:path';
import { hashFile, hasRightSum } from '../document-sum.js';
import { fail, type SyndiscoError } from '../errors.js';
import type { RunFile } from '../generated/run.js';
import { kindsInOrder } from '../job-kinds.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { readWhole } from './disk/read-whole.js';
import { findPlanned, type PlanBook } from './plan/plan-book.js';
import { planDamaged, segmentPath } from './plan/plan-segment.js';
import { parseRunFile } from './records/run-file.js';
import type { RunFolders } from './run-folders.js';

interface Records {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
}

/**
 * Resolves to run.json. It is published after the plan's first segment, so a plan without it is what a kill leaves, but
 * not the other way round.
 */
export async function readRunFile({ files, folders, book }: Records): Promise<RunFile | undefined> {
  const file = join(folders.dir, 'run.json');
  const content = await unless(['ENOENT', 'ENOTDIR'], readWhole(files, file));
  if (!content && book.next.segment > 1) return undefined;
  return parseRunFile(content ?? Buffer.alloc(0), file);
}

/** Throws if run.json is not as published, or does not belong to the plan. */
export async function verifyRunFile({ files, folders, book }: Records, run: RunFile): Promise<void> {
  const file = join(folders.dir, 'run.json');
  if (book.next.segment === 1) throw planDamaged(segmentPath(book.next), 1, 'its first segment is missing');
  const [first] = kindsInOrder.flatMap((kind) => [...book.jobs[kind].keys()].slice(0, 1).map((id) => ({ kind, id })));
  const planned = first && (await findPlanned(files, book.next.dir, first));
  for (const path of ['experiment', 'seed'] as const) {
    const value = planned?.fields[path];
    if (value !== undefined && value !== run[path])
      throw changed(file, `the plan was made with ${path}: ${JSON.stringify(value)}`, path);
  }
  if (isSealed(run) && !hasRightSum(await readWhole(files, file))) throw changed(file, 'its sum is wrong');
}

/** Throws if config.yaml is not the one that run.json was published with. */
export async function verifyConfigCopy({ files, folders }: Records, run: RunFile): Promise<void> {
  if (run.config_sha256 === undefined) return;
  const file = join(folders.dir, 'config.yaml');
  const bytes = await unless(['ENOENT'], readWhole(files, file));
  if (!bytes) throw changed(file, 'it is missing');
  if (hashFile(bytes) !== run.config_sha256) throw changed(file, 'its SHA-256 is not the one in run.json');
}

/** The files of models/, for `verifyModel`. */
export async function listModels({ files, folders: { models } }: Records): Promise<string[]> {
  const names = (await unless(['ENOENT'], files.list(models))) ?? [];
  return names.filter((name) => /^[0-9a-f]{16}\.json$/.test(name)).map((name) => join(models, name));
}

/** Throws if the record of a model is not as published. Without a run.json, only records of early versions have no sum. */
export async function verifyModel({ files }: Records, file: string, run: RunFile | undefined): Promise<void> {
  const bytes = await readWhole(files, file);
  const isWithSum = run ? isSealed(run) : bytes.includes('"sum"');
  if (isWithSum && !hasRightSum(bytes)) throw changed(file, 'its sum is wrong or missing');
}

function isSealed({ sum, config_sha256: config }: RunFile): boolean {
  return sum !== undefined || config !== undefined;
}

function changed(file: string, why: string, path?: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `The file has changed since it was published: ${why}`,
    todo: 'Restore the file from a backup.',
    ...(path !== undefined && { path }),
    where: { file },
  });
}
