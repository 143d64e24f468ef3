/**
 * The file port, implemented with Node's own calls. Short writes are continued. Errors get the path and, where Node
 * omits it, the errno name. EINVAL from a folder sync is ignored: such a file system cannot sync folders, so either it
 * keeps names durable by itself or nothing can. A named pipe is refused (ENXIO, as a socket is): to open it as usual
 * would wait for somebody to write to it.
 */
import { constants, fstatSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { errnoOf } from './errno.js';
import type { FilePort, InputFile, OutputFile } from './file-port.js';

export const nodeFiles: FilePort = {
  createExclusive: async (path) => outputFile(await naming(path, open(path, 'wx')), path),
  openInput: async (path) => inputFile(await naming(path, openFile(path)), path),
  link: (existing, path) => naming(path, link(existing, path)),
  rename: (from, to) => naming(to, rename(from, to)),
  unlink: (path) => naming(path, unlink(path)),
  list: (dir) => naming(dir, readdir(dir)),
  stat: async (path) => {
    const { size, nlink } = await naming(path, stat(path));
    return { size, links: nlink };
  },
  makeDir: (path) => naming(path, mkdir(path)),
  syncDir,
};

function outputFile(handle: FileHandle, path: string): OutputFile {
  return {
    write: (bytes) => naming(path, writeAll(handle, bytes)),
    dataSync: () => naming(path, handle.datasync()),
    sync: () => naming(path, handle.sync()),
    close: () => naming(path, handle.close()),
  };
}

function inputFile(handle: FileHandle, path: string): InputFile {
  return {
    read: async (into, position) => {
      const { bytesRead } = await naming(path, handle.read(into, 0, into.length, position));
      return bytesRead;
    },
    close: () => naming(path, handle.close()),
  };
}

async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if (!fstatSync(handle.fd).isFIFO()) return handle;
  await handle.close();
  throw Object.assign(new Error('a named pipe'), { code: 'ENXIO' });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}

async function syncDir(path: string): Promise<void> {
  const handle = await naming(path, open(path, 'r'));
  try {
    await naming(path, handle.sync());
  } catch (error) {
    if (errnoOf(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

async function naming<Value>(path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }, codeOf(error)) : error;
  }
}

/** Node has no names for some errors of quotas and network mounts; it reports `Unknown system error -122`. */
const unnamed: Readonly<Record<number, string>> = { 116: 'ESTALE', 117: 'EUCLEAN', 121: 'EREMOTEIO', 122: 'EDQUOT' };

function codeOf(error: Error): { code?: string } {
  if (errnoOf(error) !== undefined || !('errno' in error) || typeof error.errno !== 'number') return {};
  return { code: unnamed[-error.errno] ?? `E${-error.errno}` };
}
