import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadedFiles } from './loaded-files.js';
import { root } from './syndisco.js';

/** Every file costs about a millisecond of each command, a package of many files up to 80 ms (docs/performance.md). */
const mostFiles = 32;

it.each([
  ['--help', []],
  ['validate', ['config.cjs', 'persona.cjs']],
])(
  'when %s starts, then no package is loaded, few files are, and only the validators of what it reads',
  async (command, validators) => {
    const args = command.startsWith('-') ? [command] : [command, '-c', join(root, 'configs/quickstart.yml')];
    const files = await loadedFiles([join(root, 'bin/syndisco.js'), ...args]);
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(mostFiles);
    expect(files.some((file) => file.endsWith('/dist/main.js'))).toBe(true);
    const loaded = files.filter((file) => file.includes('/dist/validators/'));
    expect(loaded.map((file) => file.slice(file.lastIndexOf('/') + 1)).sort()).toEqual(validators);
  },
);
