/**
 * The tokens that a run has taken so far, read and generated: of every completion in its journals and, where those were
 * deleted by `clean`, in its documents. Replies that were lost before they reached a journal are not counted.
 */
import { join } from 'node:path';
import { kindsInOrder } from '../job-kinds.js';
import { unless } from './disk/errno.js';
import { nodeFiles as files } from './disk/node-file-port.js';
import { parseJson, readWhole } from './disk/read-whole.js';
import { storageError } from './disk/storage-error.js';
import { foldJob } from './journal/fold-job.js';
import { indexJournals } from './journal/journal-index.js';
import { emptyBook, updateBook } from './plan/plan-book.js';
import { runFolders, type FolderOptions } from './run-folders.js';

export async function tokensUsed(options: FolderOptions): Promise<number> {
  const folders = runFolders(options);
  const book = emptyBook(folders.plan);
  let tokens = 0;
  try {
    await unless(['ENOENT'], updateBook(files, book));
    for (const kind of kindsInOrder) {
      const journals = await unless(['ENOENT'], indexJournals(files, folders.journals[kind], kind));
      for (const [id, hash] of book.jobs[kind]) {
        const attempts = journals?.of(id) ?? [];
        const made = attempts.length > 0 ? (await foldJob(files, attempts, hash)).records : undefined;
        tokens += sumTokens(made ?? (await readDocument(join(folders.documents[kind], `${id}.json`))));
      }
    }
    return tokens;
  } catch (error) {
    throw storageError(error);
  }
}

async function readDocument(path: string): Promise<unknown> {
  const bytes = await unless(['ENOENT'], readWhole(files, path));
  return bytes && parseJson(bytes);
}

/** Of everything in it that was generated: comments, replies that were asked for again, answers to probes. */
function sumTokens(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, part]: [string, unknown]) => {
    const isCount = (key === 'prompt_tokens' || key === 'completion_tokens') && typeof part === 'number';
    return sum + (isCount ? part : sumTokens(part));
  }, 0);
}
