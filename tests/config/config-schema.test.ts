import { describe, expect, it } from 'vitest';
import { schemaOf, type SchemaNode } from '../../src/source/schemas.js';

interface DocumentedNode extends SchemaNode {
  description?: string;
  additionalProperties?: boolean;
  required?: string[];
  'x-kind'?: string;
  'x-default'?: string;
}

describe('the schema of the config', () => {
  const nodes = allNodes(schemaOf('config'), []);

  it.each(nodes)('when %s is looked up, then it says what it means', (_, node) => {
    expect(node.description).toMatch(/\.$/);
  });

  it.each(nodes.filter(([, node]) => node.properties))('when a key of %s is unknown, then it is refused', (_, node) => {
    expect(node.additionalProperties).toBe(false);
  });

  it.each(nodes.filter(([, node]) => !node.properties))('when %s is set, then its kind is known', (_, node) => {
    expect(['identity', 'operational']).toContain(node.kind);
  });

  it('when a key is neither required nor has a default, then its default is put in words', () => {
    const unsaid = nodes.filter(([, node]) => !node.properties && node.default === undefined && !node['x-default']);
    const required = nodes.flatMap(([path, node]) => (node.required ?? []).map((key) => `${path}.${key}`));
    expect(unsaid.map(([path]) => path).filter((path) => !required.includes(path))).toEqual([]);
  });
});

/** The keys of a section that is one key have its kind. */
function allNodes(
  node: DocumentedNode,
  path: readonly string[],
  outer?: string,
): [string, DocumentedNode & { kind: string | undefined }][] {
  const kind = node['x-kind'] ?? outer;
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, child]) => allNodes(child, [...path, key], kind));
  return [[path.join('.') || 'the whole file', { ...node, kind }], ...inner];
}
