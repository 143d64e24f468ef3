import { keysOf, nodeAt, withNode, type PositionedNode } from '../source/positioned-node.js';

/** Writes out `sampling: original`, which is short for `sampling: {defaults: original}`, so that other keys can be added. */
export function expandSampling(root: PositionedNode): PositionedNode {
  const models = keysOf(nodeAt(root, ['models'])).map((name) => ['models', name]);
  const sections = [['model_parameters'], ['annotation'], ...models];
  return sections.reduce((whole, section) => {
    const sampling = nodeAt(whole, [...section, 'sampling']);
    if (sampling?.value !== 'original') return whole;
    const { place } = sampling;
    const node: PositionedNode = { place, value: new Map([['defaults', { key: place, node: sampling }]]) };
    return withNode(whole, [...section, 'sampling'], { key: place, node });
  }, root);
}
