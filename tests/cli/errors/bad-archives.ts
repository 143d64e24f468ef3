import { join } from 'node:path';
import { root } from '../syndisco.js';
import type { ErrorCases } from './expect-error.js';

export const badArchives = {
  SYNDISCO_ARCHIVE_NOT_FOUND: [
    {
      when: 'there is no archive to verify',
      args: ['verify', 'no-such.tar.gz'],
    },
  ],
  SYNDISCO_ARCHIVE_DAMAGED: [
    {
      when: 'a file that is no archive is verified as one',
      args: ['verify', join(root, 'package.json')],
    },
  ],
} satisfies ErrorCases;
