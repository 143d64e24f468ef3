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
