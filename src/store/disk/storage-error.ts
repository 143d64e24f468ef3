/**
 * One table from errno to what a user is told. Errors that are already told, and bugs, pass unchanged.
 * SYNDISCO_DISK_FULL is the one worth trying again after a while: the attempt is poisoned, the records are in memory.
 */
import { fail, type ErrorCode, type SyndiscoError } from '../../errors.js';
import { errnoOf } from './errno.js';

interface Meaning {
  code: ErrorCode;
  what: string;
  todo: string;
}

const again = 'and run the same command again: all that was reported done is kept';

const diskFull = (what: string): Meaning => ({
  code: 'SYNDISCO_DISK_FULL',
  what,
  todo: `Free some space or raise the limit, ${again}.`,
});

const denied = (what: string): Meaning => ({
  code: 'SYNDISCO_STORAGE_DENIED',
  what,
  todo: `Give this user the right to write there, or choose another path, ${again}.`,
});

const broken = (what: string, todo = `Check the disk or the network mount, ${again}.`): Meaning => ({
  code: 'SYNDISCO_STORAGE_IO',
  what,
  todo,
});

const moreFiles = `Raise the limit of open files (\`ulimit -n 4096\`), ${again}.`;

const meanings: Readonly<Record<string, Meaning>> = {
  ENOSPC: diskFull('The disk is full'),
  EDQUOT: diskFull('The disk quota is used up'),
  EFBIG: diskFull('The file has reached the largest size that is allowed (`ulimit -f`)'),
  EACCES: denied('Permission is denied'),
  EPERM: denied('The operation is not permitted'),
  EROFS: denied('The file system is read-only'),
  ENOTDIR: denied('A part of the path is not a folder'),
  EISDIR: denied('A folder stands where a file should be'),
  ENAMETOOLONG: denied('The path is too long'),
  ELOOP: denied('The path goes round in symbolic links'),
  ENOENT: broken('The file or its folder has disappeared'),
  EMFILE: broken('This process has too many files open', moreFiles),
  ENFILE: broken('This machine has too many files open', moreFiles),
  EIO: broken('The disk failed to read or write'),
  ESTALE: broken('The network file system has lost the file'),
};

/** What to throw for an error of the file port. */
export function storageError(error: unknown): unknown {
  const errno = errnoOf(error);
  return errno === undefined ? error : describe(error, errno);
}

function describe(error: unknown, errno: string): SyndiscoError {
  const { code, what, todo } = meanings[errno] ?? broken('The file system refused');
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
