/**
 * Renames a file that is not the document it should be: `<job id>.json.damaged-1`, `-2` …, in the same folder. Readers
 * take only files that end in `.json`, and nothing deletes it. The caller holds the run's lock.
 */
import { dirname, join } from 'node:path';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { storageError } from '../disk/storage-error.js';
import { documentPath } from './published.js';

/** Resolves to the new name; undefined if there is no such file. */
export async function setAside(
  place: Parameters<typeof documentPath>[0],
  files: FilePort = nodeFiles,
): Promise<string | undefined> {
  const file = documentPath(place);
  try {
    const aside = await freeName(files, file);
    if (
      (await unless(
        ['ENOENT'],
        files.rename(file, aside).then(() => true),
      )) === undefined
    )
      return undefined;
    await files.syncDir(dirname(file));
    return aside;
  } catch (error) {
    throw storageError(error);
  }
}

async function freeName(files: FilePort, file: string): Promise<string> {
  const names = new Set((await files.list(dirname(file))).map((name) => join(dirname(file), name)));
  for (let number = 1; ; number += 1) {
    const name = `${file}.damaged-${number}`;
    if (!names.has(name)) return name;
  }
}
