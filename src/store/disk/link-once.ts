/**
 * The one atomic step of all publishing and locking: a second name for a finished file, never in place of another.
 * On EEXIST two names on our file mean that the link was made and only its answer was lost (network file systems).
 */
import { errnoOf } from './errno.js';
import type { FilePort } from './file-port.js';

export type Linked = 'ours' | 'taken' | 'refused';

/** What a file system without hard links answers (FAT, some network and FUSE mounts). */
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
