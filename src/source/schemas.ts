import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';

export type SchemaName = 'config' | 'turn-taking' | 'persona';

/** What this program reads of a schema besides validating with it. */
export interface SchemaNode {
  type?: string | string[];
  properties?: Record<string, SchemaNode>;
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  default?: unknown;
  /** The words to choose from, where a pattern or an alternative allows them and more. */
  'x-values'?: readonly string[];
  /** What a pattern or an alternative asks for, in words. */
  'x-form'?: string;
  /** Its value may hold secrets: it is neither shown nor stored. */
  'x-secret'?: boolean;
}

const folder = new URL('../../schemas/', import.meta.url);
const schemas = new Map<SchemaName, SchemaNode>();
const validators = new Map<SchemaName, ValidateFunction>();

export function schemaOf(name: SchemaName): SchemaNode {
  const known = schemas.get(name);
  if (known) return known;
  const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8')) as SchemaNode;
  schemas.set(name, schema);
  return schema;
}

/** A config is validated once: to check our own schemas at each start (a test does), or to optimise the code, costs more than it saves. */
const quickStart = { meta: false, validateSchema: false, code: { optimize: false } };

/** The compiled schema; its errors carry the offending data and the schema that they offend. */
export function validatorOf(name: SchemaName): ValidateFunction {
  const known = validators.get(name);
  if (known) return known;
  const ajv = new Ajv({ ...quickStart, allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
  for (const keyword of ['x-kind', 'x-form', 'x-values', 'x-default', 'x-secret']) ajv.addKeyword(keyword);
  const validator = ajv.compile(schemaOf(name));
  validators.set(name, validator);
  return validator;
}

/** The node of a dotted path of keys; undefined where the schema knows no such key. */
export function schemaAt(name: SchemaName, path: readonly string[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, key) => ownProperty(node?.properties, key), schemaOf(name));
}

/** Sections in which a key of this name stands, as dotted paths. */
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
