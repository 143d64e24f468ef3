/**
 * Every file operation that the store uses. Every rejection is an Error with an errno `code` (`ENOSPC`) and a `path`.
 * The protocols rely on the following guarantees, which a simulated disk must therefore reproduce:
 * - `createExclusive` and `link` never replace an existing name: they reject with EEXIST;
 * - bytes are on disk once `dataSync` or `sync` on their file has resolved;
 * - a name is on disk once `syncDir` on its folder has resolved;
 * - after a failed sync the state of the file is unknown: it is closed and never trusted again.
 */
export interface FilePort {
  createExclusive(path: string): Promise<OutputFile>;
  openInput(path: string): Promise<InputFile>;
  /** Creates a second name for a file, in the same file system. */
  link(existing: string, path: string): Promise<void>;
  /** Replaces an existing file with the new name. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Names in a folder, in no particular order. */
  list(dir: string): Promise<string[]>;
  stat(path: string): Promise<FileFacts>;
  /** Creates one level only; rejects with EEXIST. */
  makeDir(path: string): Promise<void>;
  syncDir(path: string): Promise<void>;
}

interface FileFacts {
  size: number;
  /** The number of names (hard links) of the file. */
  links: number;
}

export interface OutputFile {
  /** Appends all bytes; if it rejects, some may have been written. */
  write(bytes: Uint8Array): Promise<void>;
  /** fdatasync: the bytes and the metadata needed to read them back. */
  dataSync(): Promise<void>;
  /** fsync: the bytes and all metadata of the file. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface InputFile {
  /** Reads into the start of `into`; resolves to the number of bytes read, 0 at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}
