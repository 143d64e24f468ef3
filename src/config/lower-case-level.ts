import type { PositionedNode } from '../source/positioned-node.js';
import { schemaAt } from '../source/schemas.js';

/** The original's users write log levels as Python does, `INFO`; the schema lists them in lower case. */
export function lowerCaseLevel(root: PositionedNode): void {
  const level = child(child(root, 'logging'), 'level');
  const lower = typeof level?.value === 'string' ? level.value.toLowerCase() : undefined;
  // What is no level in any case is shown as it was written.
  if (level && lower !== undefined && schemaAt('config', ['logging', 'level'])?.enum?.includes(lower))
    level.value = lower;
}

function child(node: PositionedNode | undefined, key: string): PositionedNode | undefined {
  return node?.value instanceof Map ? node.value.get(key)?.node : undefined;
}
