import type { PositionedNode } from '../source/positioned-node.js';
import { schemaAt } from '../source/schemas.js';

/** Configs of the original spell log levels as in Python, `INFO`; the schema lists them in lower case. */
export function lowerCaseLevel(root: PositionedNode): void {
  const level = child(child(root, 'logging'), 'level');
  const lower = typeof level?.value === 'string' ? level.value.toLowerCase() : undefined;
  // An invalid level is left as written, so that the message shows it unchanged.
  if (level && lower !== undefined && schemaAt('config', ['logging', 'level'])?.enum?.includes(lower))
    level.value = lower;
}

function child(node: PositionedNode | undefined, key: string): PositionedNode | undefined {
  return node?.value instanceof Map ? node.value.get(key)?.node : undefined;
}
