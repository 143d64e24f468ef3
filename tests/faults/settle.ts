import type { Random } from './random.js';

/** A file: `kept` of its bytes are on the platter, the rest only in memory. */
export interface Inode {
  bytes: Buffer;
  kept: Buffer;
}

/** A folder's names, as they are and as they are on the platter. */
export interface Folder {
  names: Map<string, Inode | Folder>;
  kept: Map<string, Inode | Folder>;
}

type Settled = Map<Inode, Inode>;

/** Each name that was not synced is there, gone, or still the old one. */
export function settleFolder(folder: Folder, random: Random, settled: Settled): void {
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
