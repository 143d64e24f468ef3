import type { PositionedNode } from '../source/positioned-node.js';

/** Writes out `sampling: original`, which is short for `sampling: {defaults: original}`, so that other keys can be added. */
export function expandSampling(root: PositionedNode): void {
  const models = childOf(root, 'models')?.value;
  const others = models instanceof Map ? Array.from(models.values(), ({ node }) => node) : [];
  for (const section of [childOf(root, 'model_parameters'), childOf(root, 'annotation'), ...others]) {
    const sampling = childOf(section, 'sampling');
    if (sampling?.value !== 'original') continue;
    const { place } = sampling;
    sampling.value = new Map([['defaults', { key: place, node: { place, value: 'original' } }]]);
  }
}

function childOf(node: PositionedNode | undefined, key: string): PositionedNode | undefined {
  return node?.value instanceof Map ? node.value.get(key)?.node : undefined;
}
