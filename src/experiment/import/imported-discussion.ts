import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { ImportedDiscussion } from '../../generated/imported-discussion.js';
import { fileStem } from '../../plan/job-id.js';
import { errnoOf } from '../../store/disk/errno.js';
import { validatorOf } from '../../validators.js';

/** A discussion of the imported table, by its id in it; undefined if there is none. */
export async function readImported(
  { annotation }: ExperimentConfig,
  id: string,
): Promise<ImportedDiscussion | undefined> {
  if (!annotation?.table) return undefined;
  const text = await readFile(join(annotation.discussionsDir, `${fileStem(id)}.json`), 'utf8').catch(
    (error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return validatorOf<ImportedDiscussion>('thorough', 'imported-discussion')(value) && value.id === id
    ? value
    : undefined;
}
