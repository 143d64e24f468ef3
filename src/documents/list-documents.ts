import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inputCodes } from '../source/file-codes.js';
import { describeUnreadable, errorCode } from '../source/read-text.js';
import { SyndiscoError } from '../errors.js';
import { forkMark } from '../fork-mark.js';

/**
 * All JSON files below a folder, at any depth, as absolute paths sorted by bytes; without dot-files and forks. What is
 * neither a file nor a folder, such as a named pipe, is listed too: whoever reads it says so.
 */
export async function listDocuments(dir: string, { mayBeMissing = false } = {}): Promise<string[]> {
  try {
    assertFolder(await stat(dir));
    const { default: fastGlob } = await import('fast-glob'); // most commands list nothing
    const marks = await fastGlob(`*/**/${forkMark}`, { cwd: dir, dot: true });
    const ignore = marks.map((mark) => `${fastGlob.escapePath(dirname(mark))}/**`);
    const entries = await fastGlob('**/*.json', {
      cwd: dir,
      absolute: true,
      ignore,
      onlyFiles: false,
      objectMode: true,
    });
    return sortByBytes(entries.filter(({ dirent }) => !dirent.isDirectory()).map(({ path }) => path));
  } catch (error) {
    const reason = errorCode(error);
    if (mayBeMissing && reason === 'ENOENT') return [];
    const named = { where: { file: dir } };
    throw new SyndiscoError([await describeUnreadable({ file: dir, codes: inputCodes, named, reason })]);
  }
}

function assertFolder(stats: { isDirectory(): boolean }): void {
  if (!stats.isDirectory()) throw Object.assign(new Error('a file, not a folder'), { code: 'ENOTDIR' });
}

/** The same order on every machine: JavaScript's default compares UTF-16 units, and collation depends on the locale. */
function sortByBytes(paths: readonly string[]): string[] {
  const keyed = paths.map((path) => ({ path, key: Buffer.from(path).toString('latin1') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ path }) => path);
}
