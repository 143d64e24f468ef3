import type { Path } from '../../source/positioned-document.js';
import type { Mapping, PositionedNode } from '../../source/positioned-node.js';
import { schemaAt } from '../../source/schemas.js';

/** Expands `a.b.c: 1` to `a: {b: {c: 1}}` at every depth; each part keeps the position of the dotted key. */
export function expandDotted(node: PositionedNode): PositionedNode {
  if (!(node.value instanceof Map)) return node;
  return [...node.value].reduce<PositionedNode>(
    (whole, [dotted, { key, node: inner }]) => {
      const nested = dotted
        .split('.')
        .reduceRight<PositionedNode>(
          (below, name) => ({ place: key, value: new Map([[name, { key, node: below }]]) }),
          expandDotted(inner),
        );
      return overlay(whole, nested);
    },
    { place: node.place, value: new Map() },
  );
}

/** A copy of `base` with the values of `over`: mappings are merged, anything else is replaced. */
export function overlay(base: PositionedNode, over: PositionedNode): PositionedNode {
  if (!(base.value instanceof Map) || !(over.value instanceof Map)) return over;
  const merged: Mapping = new Map(base.value);
  for (const [name, entry] of over.value) {
    const before = merged.get(name);
    merged.set(name, before ? { key: entry.key, node: overlay(before.node, entry.node) } : entry);
  }
  return { place: base.place, value: merged };
}

/** `overlay` for levels: a key of the schema that `over` sets to null is removed, whatever the base has. */
export function override(base: PositionedNode, over: PositionedNode): PositionedNode {
  const unset = leavesOf(over).filter(({ path, node }) => node.value === null && schemaAt('config', path));
  return unset.reduce((node, { path }) => without(node, path), overlay(base, over));
}

function without(node: PositionedNode, [key = '', ...rest]: Path): PositionedNode {
  const entry = node.value instanceof Map ? node.value.get(key) : undefined;
  if (!entry || !(node.value instanceof Map)) return node;
  const others: Mapping = new Map(node.value);
  if (rest.length === 0) others.delete(key);
  else others.set(key, { key: entry.key, node: without(entry.node, rest) });
  return { place: node.place, value: others };
}

/** A value that is not a mapping, and its path. */
export interface Leaf {
  path: Path;
  node: PositionedNode;
}

export function leavesOf(node: PositionedNode, path: Path = []): Leaf[] {
  if (!(node.value instanceof Map)) return path.length === 0 ? [] : [{ path, node }];
  return [...node.value].flatMap(([name, entry]) => leavesOf(entry.node, [...path, name]));
}
