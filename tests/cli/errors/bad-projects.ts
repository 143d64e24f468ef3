import { syndisco, townHallProject } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

export const badProjects = {
  SYNDISCO_FILES_EXIST: [
    {
      when: 'init finds a file that it would write',
      async reach() {
        await using project = await townHallProject();
        return codesIn(await syndisco(['init', project.dir, '--yes']));
      },
    },
  ],
} as const satisfies ErrorCases;
