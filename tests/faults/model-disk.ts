import { basename, dirname } from 'node:path';
import type { FilePort, OutputFile } from '../../src/store/file-port.js';
import type { Random } from './random.js';

/** A file: `kept` of its bytes are on the platter, the rest only in memory. */
interface Inode {
  bytes: Buffer;
  kept: Buffer;
}

/** A folder's names, as they are and as they are on the platter. */
interface Folder {
  names: Map<string, Inode | Folder>;
  kept: Map<string, Inode | Folder>;
}

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

  /** Names and files opened before a power loss stay dead after it. */
  #life = 0;

  cutAfter(steps: number): void {
    this.#stepsLeft = steps;
  }

  /** The process dies and the machine does not: what was written stays, synced or not. */
  revive(): void {
    this.#stepsLeft = Infinity;
    this.#life += 1;
  }

  restart(random: Random): void {
    this.#stepsLeft = Infinity;
    this.#life += 1;
    settleFolder(this.#root, random, new Map());
  }

  /** A whole file, read behind the program's back. */
  text(path: string): string {
    return this.#inode(path).bytes.toString();
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
      }),
    rename: (from, to) =>
      this.#step(() => {
        const inode = this.#inode(from);
        this.#folder(dirname(from)).names.delete(basename(from));
        this.#folder(dirname(to)).names.set(basename(to), inode);
      }),
    unlink: (path) =>
      this.#step(() => {
        this.#inode(path);
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
    const alive = <Value>(work: () => Value): Promise<Value> =>
      life === this.#life ? this.#step(work) : Promise.reject(new PowerLoss('the file is of before the power loss'));
    const sync = (): Promise<void> =>
      alive(() => {
        inode.kept = inode.bytes;
      });
    return {
      write: async (bytes) => {
        // The power may go in the middle: the bytes are in memory when the step fails.
        if (life === this.#life && this.#stepsLeft <= 1) inode.bytes = Buffer.concat([inode.bytes, bytes]);
        await alive(() => {
          inode.bytes = Buffer.concat([inode.bytes, bytes]);
        });
      },
      dataSync: sync,
      sync,
      close: () => Promise.resolve(),
    };
  }

  #add(path: string, entry: Inode | Folder): void {
    const { names } = this.#folder(dirname(path));
    if (names.has(basename(path))) throw errno('EEXIST', path);
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

type Settled = Map<Inode, Inode>;

/** Each name that was not synced is there, gone, or still the old one. */
function settleFolder(folder: Folder, random: Random, settled: Settled): void {
  const after = new Map<string, Inode | Folder>();
  for (const name of new Set([...folder.kept.keys(), ...folder.names.keys()])) {
    const [old, latest] = [folder.kept.get(name), folder.names.get(name)];
    const entry = old === latest || random.chance(0.5) ? old : latest;
    if (entry) after.set(name, 'names' in entry ? entry : settleInode(entry, random, settled));
  }
  for (const entry of after.values()) if ('names' in entry) settleFolder(entry, random, settled);
  folder.names = after;
  folder.kept = new Map(after);
}

/** One file may have two names. */
function settleInode(inode: Inode, random: Random, settled: Settled): Inode {
  const known = settled.get(inode);
  if (known) return known;
  const bytes = Buffer.concat([inode.kept, settleTail(inode.bytes.subarray(inode.kept.length), random)]);
  const after = { bytes, kept: bytes };
  settled.set(inode, after);
  return after;
}

/** What a disk may make of bytes that nobody synced. */
function settleTail(tail: Buffer, random: Random): Buffer {
  const cut = Buffer.from(tail.subarray(0, random.integer(tail.length + 1)));
  switch (random.integer(5)) {
    case 0:
      return Buffer.alloc(0);
    case 1:
      return cut;
    case 2:
      return Buffer.from(tail);
    case 3:
      return cut.fill(0, random.integer(cut.length + 1));
    default:
      for (let at = random.integer(cut.length + 1); at < cut.length; at++) cut[at] = random.integer(256);
      return cut;
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
