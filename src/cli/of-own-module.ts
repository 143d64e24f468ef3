import { fileURLToPath } from 'node:url';
import { fail, SyndiscoError } from '../errors.js';
import { ofDisk } from '../experiment/of-disk.js';
import { ownModules } from '../own-modules.js';
import { packageFile } from '../package-file.js';

/**
 * An error as a problem with the user's module that threw it, the one in which its stack begins; undefined if the error
 * may be ours, as it is wherever the user has no module.
 */
export function ofOwnModule(error: unknown): Error | undefined {
  const [first] = error instanceof SyndiscoError || ownModules().length === 0 ? [] : filesIn(error);
  return first === undefined || isOurs(first) ? undefined : thrownBy([first], error);
}

/**
 * The same for an error that nobody caught. The stack of a socket, or of a rejection with a text, shows nobody's code: it
 * is taken for the module's, if there is one, because whatever this package opens it also awaits.
 */
export function ofLateModule(error: unknown): Error | undefined {
  const modules = filesIn(error).length > 0 || ofDisk(error) !== error ? [] : ownModules();
  return modules.length > 0 ? thrownBy(modules, error) : ofOwnModule(error);
}

/** Without Node's own. */
function filesIn(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return Array.from(stack.matchAll(/file:\/\/\/[^\s()]+?(?=:\d+:\d+)/g), ([url]) => fileURLToPath(url));
}

function isOurs(file: string): boolean {
  return file.startsWith(fileURLToPath(packageFile(''))) || file.includes('/node_modules/');
}

function thrownBy(files: readonly string[], error: unknown): Error {
  const [file = ''] = files;
  return fail(
    {
      code: 'SYNDISCO_BACKEND_MODULE_INVALID',
      what: `The module ${files.join(' or ')} threw an error that nothing caught: ${error instanceof Error ? error.message : String(error)}`,
      todo: 'Catch the error in the module, so that only the request fails; no finished work is lost: run again.',
      where: { file },
    },
    error,
  );
}
