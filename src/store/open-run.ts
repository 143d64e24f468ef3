/**
 * Open run: check that run.json is ours, else change nothing; create the folders; acquire the shard's lock; then check
 * what already exists: run.json again, because another process may have published it meanwhile, and the plan's
 * segments, which must be intact. This costs one listing per folder; journals are read job by job, and only those of
 * unfinished jobs. Once the plan's first segment is on disk, run.json and the copy of the config are published.
 */
import { join, resolve } from 'node:path';
import type { FilePort } from './disk/file-port.js';
import { markFork } from './documents/mark-fork.js';
import type { InputCopy } from './records/input-copies.js';
import { nodeFiles } from './disk/node-file-port.js';
import { once } from './once.js';
import { emptyBook, updateBook, type PlanBook } from './plan/plan-book.js';
import { planDamaged, segmentPath } from './plan/plan-segment.js';
import type { Publishing } from './disk/publish-by-claim.js';
import { publishOnce } from './disk/publish-once.js';
import { runDirectory, type OpenedRun } from './run-directory.js';
import { checkRunFile, publishRunFile, type RunIdentity } from './records/run-file.js';
import { makeFolders, runFolders, type FolderOptions, type RunFolders } from './run-folders.js';
import type { RunStore, StoreLog } from './run-store.js';
import { lockShard, type Shard, type ShardLockOptions } from './locks/shard-lock.js';
import { storageError } from './disk/storage-error.js';
import { withoutSync } from './disk/without-sync.js';

export interface OpenRunOptions extends FolderOptions {
  identity: RunIdentity;
  /** The config as written, without secrets; stored as config.yaml. */
  configText: string;
  /** The part of the plan that this process makes; `none` acquires no lock, for commands that make no documents. */
  shard?: Shard | 'none';
  /** The input files of the plan: copied before its first segment, and again when it grows. */
  inputs?: readonly InputCopy[];
  /** True for a fork, whose document folders are inside those of the original run. */
  isFork?: boolean;
  log: StoreLog;
  /** Whether to stop waiting for a lock whose holder is not visible from here. */
  isStopped?: () => boolean;
  now?: () => Date;
  files?: FilePort;
  /** False skips every sync; for benches only. */
  durable?: boolean;
  /** Timing of locks; for tests. */
  timing?: ShardLockOptions['timing'];
}

export async function openRun(options: OpenRunOptions): Promise<RunStore> {
  try {
    return runDirectory(await open(options));
  } catch (error) {
    throw storageError(error);
  }
}

async function open(options: OpenRunOptions): Promise<OpenedRun> {
  const { identity, log, now = () => new Date(), shard = { index: 1, count: 1 } } = options;
  const files = options.durable === false ? withoutSync(options.files ?? nodeFiles) : (options.files ?? nodeFiles);
  const folders = runFolders(absolute(options));
  await checkRunFile(files, folders.dir, identity);
  await makeFolders(files, folders);
  if (options.isFork) await markFork({ files, log }, folders);
  const unlock =
    shard === 'none'
      ? () => Promise.resolve()
      : await lockShard({ files, dir: folders.shards, shard, log, now, ...patienceOf(options) });
  try {
    const book = await readPlan(files, folders, identity);
    const settle = once(() => publishIdentity({ files, log }, folders, options, now));
    const { inputs = [] } = options;
    return { files, log, now, folders, book, inputs, toolVersion: identity.tool_version, settle, unlock };
  } catch (error) {
    await unlock();
    throw error;
  }
}

function patienceOf({ timing, isStopped }: OpenRunOptions): Pick<ShardLockOptions, 'timing' | 'isStopped'> {
  return { ...(timing && { timing }), ...(isStopped && { isStopped }) };
}

async function readPlan(files: FilePort, { dir, plan }: RunFolders, identity: RunIdentity): Promise<PlanBook> {
  const isIdentified = await checkRunFile(files, dir, identity);
  const book = emptyBook(plan);
  await updateBook(files, book);
  if (!isIdentified || book.next.segment > 1) return book;
  throw planDamaged(segmentPath(book.next), 1, 'its first segment is missing');
}

/** Publishes run.json last: if it exists, so does everything published before it. */
async function publishIdentity(
  ports: Publishing,
  { dir }: RunFolders,
  { identity, configText }: OpenRunOptions,
  now: () => Date,
): Promise<void> {
  const names = await ports.files.list(dir);
  if (!names.includes('config.yaml')) await publishOnce(ports, join(dir, 'config.yaml'), [configText]);
  if (!names.includes('run.json')) await publishRunFile(ports, dir, identity, now());
}

function absolute({ dir, discussionsDir, annotationsDir, set }: FolderOptions): FolderOptions {
  const folders = {
    dir: resolve(dir),
    discussionsDir: resolve(discussionsDir),
    annotationsDir: resolve(annotationsDir),
  };
  return { ...folders, ...(set !== undefined && { set }) };
}
