/**
 * All that the store asks of a disk. Every rejection is an Error with an errno `code` (`ENOSPC`) and a `path`.
 * What the protocols lean on, and what a model disk must therefore get right:
 * - `createExclusive` and `link` never replace a name: they reject with EEXIST;
 * - bytes are on disk once `dataSync` or `sync` of their file has resolved;
 * - a name is on disk once `syncDir` of its folder has resolved;
 * - after a failed sync nothing is known about the file: it is closed and never trusted again.
 */
export interface FilePort {
  createExclusive(path: string): Promise<OutputFile>;
  openInput(path: string): Promise<InputFile>;
  /** A second name for a file, in the same file system. */
  link(existing: string, path: string): Promise<void>;
  /** Replaces what has the new name. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Names in a folder, in no particular order. */
  list(dir: string): Promise<string[]>;
  stat(path: string): Promise<FileFacts>;
  /** One level; rejects with EEXIST. */
  makeDir(path: string): Promise<void>;
  syncDir(path: string): Promise<void>;
}

interface FileFacts {
  size: number;
  /** How many names the file has. */
  links: number;
}

export interface OutputFile {
  /** Appends all the bytes, or rejects and may have written some. */
  write(bytes: Uint8Array): Promise<void>;
  /** The bytes and what is needed to read them back. */
  dataSync(): Promise<void>;
  /** The bytes and everything about the file. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface InputFile {
  /** Bytes read into the start of `into`; 0 at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}
