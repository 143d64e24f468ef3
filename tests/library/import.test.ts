import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadedFiles } from '../cli/loaded-files.js';
import { root } from '../cli/syndisco.js';

/** Of this package: what one import brings. Twice an empty Node process has room for it (`npm run bench`). */
const mostFiles = 15;

it('when the library is imported, then no package and no engine is loaded, and few files are', async () => {
  const files = await loadedFiles(['--input-type=module', '-e', `await import('${join(root, 'dist/index.js')}')`]);
  expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
  expect(files.filter((file) => file.includes('/dist/')).length).toBeLessThanOrEqual(mostFiles);
  expect(files.some((file) => file.endsWith('/dist/index.js'))).toBe(true);
});
