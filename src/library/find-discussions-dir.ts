import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the documents, if this is a run directory. */
export async function findDiscussionsDir(dir: string): Promise<string> {
  const isRun = await stat(join(dir, 'run.json')).then(
    () => true,
    () => false,
  );
  return isRun ? join(dir, 'discussions') : dir;
}
