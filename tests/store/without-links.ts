import type { FilePort } from '../../src/store/disk/file-port.js';

/** A disk that refuses hard links, as FAT and some network mounts do. */
export function withoutLinks(files: FilePort): FilePort {
  return { ...files, link: (_from, path) => Promise.reject(errno('EPERM', path)) };
}

export function errno(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: as if from the disk`), { code, path });
}
