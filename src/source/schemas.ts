import { readFileSync } from 'node:fs';
import { packageFile } from '../package-file.js';

export type SchemaName = 'config' | 'turn-taking' | 'generation-config' | 'persona';

/** The parts of a schema that this program reads, apart from validating with it. */
export interface SchemaNode {
  type?: string | string[];
  properties?: Record<string, SchemaNode>;
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  default?: unknown;
  /** The words to choose from, if a pattern or an alternative allows these and other values. */
  'x-values'?: readonly string[];
  /** What a pattern or an alternative requires, in words. */
  'x-form'?: string;
  /** The value may contain secrets: it is neither shown nor stored. */
  'x-secret'?: boolean;
  /** The same, unless the value matches this pattern; `valid`: unless it matches `pattern`. */
  'x-secret-unless'?: string;
}

const schemas = new Map<SchemaName, SchemaNode>();

export function schemaOf(name: SchemaName): SchemaNode {
  const known = schemas.get(name);
  if (known) return known;
  const schema = JSON.parse(readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8')) as SchemaNode;
  schemas.set(name, schema);
  return schema;
}

/** The schema node at a path of keys; undefined if the schema has no such key. */
export function schemaAt(name: SchemaName, path: readonly string[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, key) => ownProperty(node?.properties, key), schemaOf(name));
}

/** Sections that contain a key of this name, as dotted paths. */
export function sectionsWith(key: string, node: SchemaNode, path: readonly string[] = []): string[] {
  const here = ownProperty(node.properties, key) ? [path.join('.')] : [];
  const below = Object.entries(node.properties ?? {}).flatMap(([name, inner]) =>
    sectionsWith(key, inner, [...path, name]),
  );
  return [...here, ...below];
}

function ownProperty(properties: Record<string, SchemaNode> | undefined, key: string): SchemaNode | undefined {
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
}
