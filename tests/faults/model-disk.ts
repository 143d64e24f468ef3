import { basename, dirname } from 'node:path';
import type { FilePort, OutputFile } from '../../src/store/disk/file-port.js';
import type { Random } from './random.js';
import { settleFolder, type Folder, type Inode } from './settle.js';

export class PowerLoss extends Error {
  override readonly name = 'PowerLoss';
}

/**
 * A disk that believes nothing but what was synced. `cutAfter` steps the power goes: every later step fails. `restart`
 * then decides by chance, name by name and byte by byte, what of the unsynced had reached the platter: nothing, all, a
 * part, a hole of zeros, garbage. What was synced is always there.
 */
export class ModelDisk {
  #root: Folder = { names: new Map(), kept: new Map() };
  #stepsLeft = Infinity;
  steps = 0;

  /** Bytes that still fit, and what is freed after each time that one does not. */
  #room = Infinity;
  #freed: number[] = [];
  /** Files that did not fit. */
  readonly filled = new Set<string>();

  /** Names that were put in place of others, and names that were taken away. */
  readonly replaced = new Set<string>();
  readonly removed = new Set<string>();

  #lastLink = '';

  /** Files that the living process has open. */
  readonly opened = new Set<object>();

  /** Names and files opened before a power loss stay dead after it. */
  #life = 0;

  cutAfter(steps: number): void {
    this.#stepsLeft = steps;
  }

  /** The process dies and the machine does not: what was written stays, synced or not. */
  revive(): void {
    this.opened.clear();
    this.#lastLink = '';
    this.#stepsLeft = Infinity;
    this.#life += 1;
  }

  restart(random: Random): void {
    this.opened.clear();
    this.#lastLink = '';
    this.#stepsLeft = Infinity;
    this.#life += 1;
    settleFolder(this.#root, random, new Map());
  }

  /** The power goes right after a file got a name that ends in this, and before anybody could sync it. */
  cutAfterLink(name: string): void {
    this.#lastLink = name;
  }

  /** Only so many bytes fit; each time that something does not, some are freed. */
  limitRoom(bytes: number, freed: readonly number[] = []): void {
    this.#room = bytes;
    this.#freed = [...freed];
  }

  /** A whole file, read behind the program's back. */
  text(path: string): string {
    return this.#inode(path).bytes.toString();
  }

  has(path: string): boolean {
    return this.#folder(dirname(path)).names.has(basename(path));
  }

  /** Another program's file. */
  put(path: string, text: string): void {
    const bytes = Buffer.from(text);
    this.#folder(dirname(path)).names.set(basename(path), { bytes, kept: bytes });
  }

  takeAway(path: string): void {
    this.#folder(dirname(path)).names.delete(basename(path));
  }

  /** Changes a file behind the program's back. */
  tamper(path: string, change: (bytes: Buffer) => Buffer): void {
    const inode = this.#inode(path);
    inode.bytes = change(inode.bytes);
    inode.kept = inode.bytes;
  }

  readonly files: FilePort = {
    createExclusive: (path) => this.#step(() => this.#create(path)),
    openInput: (path) =>
      this.#step(() => {
        const inode = this.#inode(path);
        return {
          read: (into, position) =>
            this.#step(() => inode.bytes.copy(into, 0, position, Math.min(inode.bytes.length, position + into.length))),
          close: () => Promise.resolve(),
        };
      }),
    link: (existing, path) =>
      this.#step(() => {
        this.#add(path, this.#inode(existing));
        if (this.#lastLink !== '' && path.endsWith(this.#lastLink)) this.#stepsLeft = 0;
      }),
    rename: (from, to) =>
      this.#step(() => {
        const inode = this.#inode(from);
        if (this.#folder(dirname(to)).names.has(basename(to))) this.replaced.add(to);
        this.#folder(dirname(from)).names.delete(basename(from));
        this.#folder(dirname(to)).names.set(basename(to), inode);
      }),
    unlink: (path) =>
      this.#step(() => {
        this.#inode(path);
        this.removed.add(path);
        this.#folder(dirname(path)).names.delete(basename(path));
      }),
    list: (dir) => this.#step(() => [...this.#folder(dir).names.keys()]),
    stat: (path) =>
      this.#step(() => {
        const inode = this.#inode(path);
        const links = [...this.#folder(dirname(path)).names.values()].filter((one) => one === inode).length;
        return { size: inode.bytes.length, links };
      }),
    makeDir: (path) =>
      this.#step(() => {
        this.#add(path, { names: new Map(), kept: new Map() });
      }),
    syncDir: (path) =>
      this.#step(() => {
        const folder = this.#folder(path);
        folder.kept = new Map(folder.names);
      }),
  };

  async #step<Value>(work: () => Value): Promise<Value> {
    await Promise.resolve();
    if (this.#stepsLeft <= 0) throw new PowerLoss('the power is gone');
    this.#stepsLeft -= 1;
    this.steps += 1;
    return work();
  }

  #create(path: string): OutputFile {
    const inode: Inode = { bytes: Buffer.alloc(0), kept: Buffer.alloc(0) };
    this.#add(path, inode);
    const life = this.#life;
    const handle = {};
    this.opened.add(handle);
    const alive = async <Value>(work: () => Value): Promise<Value> => {
      if (life !== this.#life) throw new PowerLoss('the file is of before the power loss');
      if (!this.opened.has(handle)) throw errno('EBADF', path);
      return this.#step(work);
    };
    const sync = (): Promise<void> =>
      alive(() => {
        inode.kept = inode.bytes;
      });
    return {
      write: async (bytes) => {
        const writing = alive(() => {
          const fitting = bytes.subarray(0, this.#room);
          inode.bytes = Buffer.concat([inode.bytes, fitting]);
          this.#room -= fitting.length;
          if (fitting.length < bytes.length) throw this.#full(path);
        });
        await writing.catch((error: unknown) => {
          // The power may go in the middle: the bytes are in memory when the step fails.
          if (error instanceof PowerLoss && life === this.#life) inode.bytes = Buffer.concat([inode.bytes, bytes]);
          throw error;
        });
      },
      dataSync: sync,
      sync,
      close: () => {
        this.opened.delete(handle);
        return Promise.resolve();
      },
    };
  }

  #full(path: string): Error {
    this.filled.add(path);
    this.#room += this.#freed.shift() ?? 0;
    return errno('ENOSPC', path);
  }

  #add(path: string, entry: Inode | Folder): void {
    const { names } = this.#folder(dirname(path));
    if (names.has(basename(path))) throw errno('EEXIST', path);
    // A name needs room too.
    if (this.#room <= 0) throw this.#full(path);
    names.set(basename(path), entry);
  }

  #folder(path: string): Folder {
    if (path === '/') return this.#root;
    const entry = this.#folder(dirname(path)).names.get(basename(path));
    if (!entry) throw errno('ENOENT', path);
    if (!('names' in entry)) throw errno('ENOTDIR', path);
    return entry;
  }

  #inode(path: string): Inode {
    const entry = this.#folder(dirname(path)).names.get(basename(path));
    if (!entry) throw errno('ENOENT', path);
    if ('names' in entry) throw errno('EISDIR', path);
    return entry;
  }
}

/** Without a stack: half a million runs fail a hundred times each, as they should. */
function errno(code: string, path: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = Object.assign(new Error(`${code}: ${path}`), { code, path });
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}
