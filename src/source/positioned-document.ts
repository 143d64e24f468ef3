import type { Where } from '../errors.js';
import { plainValue, type Place, type PositionedNode } from './positioned-node.js';

/** Keys and list indices from the root to a value. */
export type Path = readonly string[];

/** A parsed document: its plain value and the position of each part. */
export class PositionedDocument {
  readonly value: unknown;

  constructor(readonly root: PositionedNode) {
    this.value = plainValue(root);
  }

  has(path: Path): boolean {
    return find(this.root, path).rest.length === 0;
  }

  /** The position of a value; if it is missing, that of its nearest existing parent. */
  whereValue(path: Path): Where {
    const { node, key, rest } = find(this.root, path);
    return whereIs(rest.length === 0 ? node.place : (key ?? node.place));
  }

  /** The position of a key; if it is missing, that of its nearest existing parent key. */
  whereKey(path: Path): Where {
    const { node, key } = find(this.root, path);
    return whereIs(key ?? node.place);
  }
}

interface Found {
  node: PositionedNode;
  /** Absent for the root; the item itself in a list. */
  key?: Place;
  /** The part of the path that does not exist. */
  rest: Path;
}

function find(root: PositionedNode, path: Path): Found {
  let found: Found = { node: root, rest: path };
  for (let step = stepInto(found); step; step = stepInto(found)) found = step;
  return found;
}

function stepInto({ node, rest: [first, ...rest] }: Found): Found | undefined {
  if (first === undefined) return undefined;
  if (node.value instanceof Map) {
    const entry = node.value.get(first);
    return entry && { node: entry.node, key: entry.key, rest };
  }
  const item = Array.isArray(node.value) ? node.value[Number(first)] : undefined;
  return item && { node: item, key: item.place, rest };
}

function whereIs({ source, offset }: Place): Where {
  return source.whereAt(offset);
}
