import { nodeFiles } from '../disk/node-file-port.js';
import { unless } from '../disk/errno.js';
import { storageError } from '../disk/storage-error.js';
import { runFolders } from '../run-folders.js';
import { emptyBook, updateBook, type PlanBook, type VisitPlan } from './plan-book.js';

/**
 * The jobs of the frozen plan of a run directory, id to hash; none if there is no plan yet. `visit` sees them with all
 * fields.
 */
export async function readPlannedJobs(runDir: string, visit?: VisitPlan): Promise<PlanBook['jobs']> {
  const { plan } = runFolders({ dir: runDir, discussionsDir: '', annotationsDir: '' });
  const book = emptyBook(plan);
  try {
    await unless(['ENOENT'], updateBook(nodeFiles, book, visit));
    return book.jobs;
  } catch (error) {
    throw storageError(error);
  }
}
