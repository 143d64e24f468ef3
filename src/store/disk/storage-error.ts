/**
 * One table from errno to the message for the user. SyndiscoErrors and bugs pass through unchanged.
 * Only SYNDISCO_DISK_FULL is worth retrying after a while: the attempt is poisoned, but its records are in memory.
 */
import { fail, type ErrorCode, type SyndiscoError } from '../../errors.js';
import { errnoOf } from './errno.js';

interface Meaning {
  code: ErrorCode;
  what: string;
  todo: string;
}

const again = 'and run the same command again: all work reported as done is kept';

const diskFull = (what: string): Meaning => ({
  code: 'SYNDISCO_DISK_FULL',
  what,
  todo: `Free some space or raise the limit, ${again}.`,
});

const denied = (what: string): Meaning => ({
  code: 'SYNDISCO_STORAGE_DENIED',
  what,
  todo: `Give this user write permission there, or choose another path, ${again}.`,
});

const misplaced = (what: string): Meaning => ({
  code: 'SYNDISCO_STORAGE_DENIED',
  what,
  todo: `Move it away or choose another path, ${again}.`,
});

const broken = (what: string, todo = `Check the disk or the network mount, ${again}.`): Meaning => ({
  code: 'SYNDISCO_STORAGE_IO',
  what,
  todo,
});

const moreFiles = `Raise the limit on open files (\`ulimit -n 4096\`), ${again}.`;

const meanings: Readonly<Record<string, Meaning>> = {
  ENOSPC: diskFull('The disk is full'),
  EDQUOT: diskFull('The disk quota is exceeded'),
  EFBIG: diskFull('The file has reached the maximum size allowed (`ulimit -f`)'),
  EACCES: denied('Permission denied'),
  EPERM: denied('Operation not permitted'),
  EROFS: denied('The file system is read-only'),
  ENOTDIR: misplaced('Part of the path is a file, not a folder'),
  EISDIR: misplaced('Expected a file, found a folder'),
  ENXIO: misplaced('Expected a file, found a named pipe or a socket'),
  ENAMETOOLONG: denied('The path is too long'),
  ELOOP: denied('The path contains a loop of symbolic links'),
  ENOENT: broken('The file or its folder has disappeared'),
  EMFILE: broken('This process has too many files open', moreFiles),
  ENFILE: broken('This machine has too many files open', moreFiles),
  EIO: broken('The disk failed to read or write'),
  ESTALE: broken('The network file system has lost the file'),
};

/** Translates an error of the file port into the error to throw. */
export function storageError(error: unknown): unknown {
  const errno = errnoOf(error);
  return errno === undefined ? error : describe(error, errno);
}

function describe(error: unknown, errno: string): SyndiscoError {
  const { code, what, todo } = meanings[errno] ?? broken('The file system reported an error');
  const file = pathOf(error);
  const place = file === undefined ? '' : `: ${file}`;
  return fail(
    { code, what: `${what}${place} (${errno})`, todo, ...(file !== undefined && { where: { file } }) },
    error,
  );
}

function pathOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const dest: unknown = 'dest' in error ? error.dest : undefined;
  const path: unknown = 'path' in error ? error.path : undefined;
  return [dest, path].find((one) => typeof one === 'string');
}
