/** Marks those document folders of a fork that are outside its run directory; src/fork-mark.ts explains why. */
import { join, relative } from 'node:path';
import { forkMark } from '../../fork-mark.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import type { RunFolders } from '../run-folders.js';

export async function markFork(ports: Publishing, { dir, documents }: RunFolders): Promise<void> {
  const outside = Object.values(documents).filter((folder) => relative(dir, folder).startsWith('..'));
  for (const folder of new Set(outside)) {
    if (!(await ports.files.list(folder)).includes(forkMark)) await publishOnce(ports, join(folder, forkMark), ['']);
  }
}
