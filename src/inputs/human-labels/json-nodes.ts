import { throwIfAny, type Where } from '../../errors.js';
import { inputCodes } from '../../source/file-codes.js';
import { parseJson } from '../../source/parse-json.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import type { Source } from '../../source/source-text.js';

/** Parses JSON of another program; throws where it is none. */
export function nodesOf(source: Source): PositionedNode | undefined {
  const { root, problems } = parseJson(source, inputCodes);
  throwIfAny(problems.filter(({ code }) => code === 'SYNDISCO_INPUT_SYNTAX'));
  return root;
}

export function whereOf({ place }: PositionedNode): Where {
  return place.source.whereAt(place.offset);
}

export function entriesOf(node: PositionedNode | undefined): [name: string, node: PositionedNode][] {
  return node?.value instanceof Map ? Array.from(node.value, ([name, entry]) => [name, entry.node]) : [];
}

export function childOf(node: PositionedNode | undefined, name: string): PositionedNode | undefined {
  return node?.value instanceof Map ? node.value.get(name)?.node : undefined;
}

export function itemsOf(node: PositionedNode | undefined): readonly PositionedNode[] {
  return Array.isArray(node?.value) ? node.value : [];
}

/** A text, number or boolean as text; empty for anything else. */
export function textOf(node: PositionedNode | undefined): string {
  const value = node?.value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
