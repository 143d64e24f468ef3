/**
 * Clean: remove what nobody needs any more, with the run's lock held, so that nothing is being made meanwhile.
 * - Temp files that a kill left behind. Only names of our own form go; a foreign dot-file stays.
 * - Journals of jobs that are published. The document was read, is the job's and whole, and its folder is synced once
 *   more before the first journal goes: the process that published it may have been killed before it could.
 */
import { join } from 'node:path';
import { hasShape } from './check-shape.js';
import { unless } from './errno.js';
import type { FilePort } from './file-port.js';
import { indexJournals } from './journal-index.js';
import { nodeFiles } from './node-file-port.js';
import { openRun, type OpenRunOptions } from './open-run.js';
import { emptyBook, updateBook, type PlanBook } from './plan-book.js';
import { listPublished, readPublished } from './published.js';
import { runFolders, type RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';
import { storageError } from './storage-error.js';

export interface Cleaned {
  tempFiles: number;
  journals: number;
}

const tempPattern = /^\..+\.\d+-[0-9a-f]{8}\.tmp$/;
const kinds: readonly JobKind[] = ['discussion', 'annotation'];

export async function cleanRun(options: OpenRunOptions): Promise<Cleaned> {
  const store = await openRun(options);
  const files = options.files ?? nodeFiles;
  const folders = runFolders(options);
  const book = emptyBook(folders.plan);
  try {
    await updateBook(files, book);
    let journals = 0;
    for (const kind of kinds) journals += await dropJournals({ files, folders, book }, kind);
    return { tempFiles: await dropTempFiles(files, folders), journals };
  } catch (error) {
    throw storageError(error);
  } finally {
    await store.close();
  }
}

interface Round {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
}

async function dropJournals({ files, folders, book }: Round, kind: JobKind): Promise<number> {
  const planned = book.jobs[kind];
  const dir = folders.documents[kind];
  const index = await indexJournals(files, folders.journals[kind], kind);
  const published = await listPublished(files, dir, planned);
  await files.syncDir(dir);
  let dropped = 0;
  for (const id of [...index.jobs()].filter((job) => published.has(job))) {
    const document = await readPublished(files, { kind, id, hash: planned.get(id) ?? '', dir });
    if (!hasShape(kind, document)) continue;
    for (const { path } of index.of(id)) {
      await unless(['ENOENT'], files.unlink(path));
      dropped += 1;
    }
  }
  return dropped;
}

async function dropTempFiles(files: FilePort, { dir, plan, models, failures, documents }: RunFolders): Promise<number> {
  let dropped = 0;
  for (const folder of new Set([dir, plan, models, failures, ...Object.values(documents)])) {
    for (const name of (await files.list(folder)).filter((one) => tempPattern.test(one))) {
      await unless(['ENOENT'], files.unlink(join(folder, name)));
      dropped += 1;
    }
  }
  return dropped;
}
