import type { Source } from './source-text.js';

/** Where a key or a value begins. */
export interface Place {
  source: Source;
  offset: number;
}

export type Scalar = string | number | boolean | null;

/** A parsed YAML or JSON value with its position. */
export interface PositionedNode {
  place: Place;
  /** The offset after its text; absent if it is not contiguous in the source. */
  end?: number;
  value: Scalar | PositionedNode[] | Mapping;
}

/** A Map, so that a key named `__proto__` is an ordinary key. */
export type Mapping = Map<string, Entry>;

interface Entry {
  key: Place;
  node: PositionedNode;
}

/** The value without its positions, as `JSON.parse` would return it. */
export function plainValue({ value }: PositionedNode): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, { node }]) => [key, plainValue(node)]));
  return value;
}

/** The node at a path of keys. */
export function nodeAt(node: PositionedNode | undefined, path: readonly string[]): PositionedNode | undefined {
  return path.reduce((at, key) => (at?.value instanceof Map ? at.value.get(key)?.node : undefined), node);
}

export function keysOf(node: PositionedNode | undefined): string[] {
  return node?.value instanceof Map ? [...node.value.keys()] : [];
}

/**
 * A copy with this node at a path of keys; `key` is the position of those that are new. Where a value that is no mapping
 * is in the way, which the schema reports, nothing is changed.
 */
export function withNode(
  whole: PositionedNode,
  [name = '', ...rest]: readonly string[],
  { key, node }: Entry,
): PositionedNode {
  if (!(whole.value instanceof Map)) return whole;
  const known = whole.value.get(name);
  const inner = known?.node ?? { place: key, value: new Map() };
  const entry = { key: known?.key ?? key, node: rest.length === 0 ? node : withNode(inner, rest, { key, node }) };
  return { ...whole, value: new Map(whole.value).set(name, entry) };
}
