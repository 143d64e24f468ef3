import { storageError } from '../store/disk/storage-error.js';

/** A file that cannot be read is no bug, wherever it is read. Errors of sockets have an errno name, too, but no path. */
export function ofDisk(error: unknown): unknown {
  const isTooMany = error instanceof Error && 'code' in error && ['EMFILE', 'ENFILE'].includes(String(error.code));
  return isTooMany || (error instanceof Error && 'path' in error) ? storageError(error) : error;
}
