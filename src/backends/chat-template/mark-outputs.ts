import type { Node } from './values.js';

/** Nodes that write what they are by themselves. */
const statements = ['Set', 'If', 'For', 'Macro', 'CallStatement', 'FilterStatement', 'Break', 'Continue', 'Comment'];
const bodies = ['body', 'alternate', 'defaultBlock'] as const;

/** Marks the expressions that are written out: the library would write some values as JavaScript does. */
export function markOutputs(node: Node): Node {
  const inside = bodies.flatMap((body): [string, Node[]][] => {
    const found = node[body];
    return Array.isArray(found) ? [[body, found.map(outputOf)]] : [];
  });
  return { ...node, ...Object.fromEntries(inside) };
}

function outputOf(node: Node): Node {
  return statements.includes(node.type) ? markOutputs(node) : { type: 'Output', operand: node };
}
