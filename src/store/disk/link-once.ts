/**
 * The single atomic step of publishing and locking: link a finished file to its final name, never replacing another.
 * If the link fails with EEXIST but our file has two names, the link was made and only the reply was lost (network file
 * systems).
 */
import { errnoOf } from './errno.js';
import type { FilePort } from './file-port.js';

export type Linked = 'ours' | 'taken' | 'refused';

/** The errors of file systems without hard links (FAT, some network and FUSE mounts). */
const refusals = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

export async function linkOnce(files: FilePort, temp: string, target: string): Promise<Linked> {
  try {
    await files.link(temp, target);
    return 'ours';
  } catch (error) {
    const errno = errnoOf(error) ?? '';
    if (refusals.includes(errno)) return 'refused';
    if (errno !== 'EEXIST') throw error;
    const { links } = await files.stat(temp);
    return links === 2 ? 'ours' : 'taken';
  }
}
