import type { ErrorObject } from 'ajv';
import type { Path } from './positioned-document.js';
import { schemaOf, sectionsWith, type SchemaName, type SchemaNode } from './schemas.js';
import { showValueAt } from './secrets.js';
import { showValue } from './show-value.js';
import { suggest } from './suggest.js';

/** The ways in which a value can offend its schema. */
export type FaultKind = 'unknownKey' | 'missingKey' | 'wrongType' | 'unknownValue' | 'outOfRange' | 'malformed';

/** One offence in words. `path` is the offending key or value, even where it is missing. */
export interface Fault {
  kind: FaultKind;
  path: Path;
  what: string;
  todo: string;
}

/** What ajv says of one value, in the words of the person who wrote it. */
interface Offence {
  schemaName: SchemaName;
  path: Path;
  name: string;
  data: unknown;
  schema: SchemaNode;
  params: Record<string, unknown>;
}

/** Turns one ajv error into words. `at` is where the checked value stands. A keyword that no schema here uses yet gets ajv's own. */
export function explainFault(error: ErrorObject, schemaName: SchemaName, at: Path): Fault {
  const path = [...at, ...error.instancePath.split('/').slice(1).map(unescapePointer)];
  const schema = (error.parentSchema ?? {}) as SchemaNode;
  const params = error.params as Record<string, unknown>;
  const offence = { schemaName, path, name: nameOf(path), data: error.data, schema, params };
  const explain = explanations[error.keyword];
  if (explain) return explain(offence);
  return { kind: 'malformed', path, what: `${offence.name} ${error.message ?? 'is wrong'}.`, todo: 'Correct it.' };
}

const explanations: Record<string, (offence: Offence) => Fault> = {
  additionalProperties: explainUnknownKey,
  required: explainMissingKey,
  type: explainWrongType,
  enum: explainUnknownValue,
  anyOf: explainForm,
  pattern: explainForm,
  minLength: explainEmpty,
  minimum: explainRange,
  maximum: explainRange,
  exclusiveMinimum: explainRange,
};

function explainUnknownKey({ schemaName, path, schema, params }: Offence): Fault {
  const key = String(params['additionalProperty']);
  const known = Object.keys(schema.properties ?? {});
  const what = `${showValue(key)} is not a key of ${path.join('.') || 'this file'}.`;
  const todo = adviseOnKey(key, { known, path, root: schemaOf(schemaName) });
  return { kind: 'unknownKey', path: [...path, key], what, todo };
}

/** In this order: another place in the same section, a key here of nearly this name, another section. */
function adviseOnKey(
  key: string,
  { known, path, root }: { known: readonly string[]; path: Path; root: SchemaNode },
): string {
  const sections = sectionsWith(key, root).filter((section) => isLikelyHome(section, path));
  const nearby = sections.filter((section) => path[0] === undefined || section.split('.')[0] === path[0]);
  const meant = suggest(key, known);
  if (meant !== undefined && nearby.length === 0) return `Did you mean "${meant}"?`;
  const homes = (nearby.length > 0 ? nearby : sections).map((section) => section || 'the top of the file');
  return homes.length > 0 ? `It belongs under ${homes.join(' or ')}.` : `The keys here are ${known.join(', ')}.`;
}

/** Keys deep inside a section, such as `min`, have names that fit anywhere: they are meant only right above. */
function isLikelyHome(section: string, path: Path): boolean {
  const keys = section.split('.');
  return keys.length <= 2 || keys.slice(0, -1).join('.') === path.join('.');
}

function explainMissingKey({ path, params }: Offence): Fault {
  const key = String(params['missingProperty']);
  const what = `${path.join('.') || 'This'} has no ${key}.`;
  return { kind: 'missingKey', path: [...path, key], what, todo: `Add ${key}.` };
}

function explainWrongType(offence: Offence): Fault {
  const { path, name, data, schema } = offence;
  if (typeof data === 'number' && !Number.isFinite(data)) {
    return {
      kind: 'outOfRange',
      path,
      what: `${name} is ${data}; it must be a finite number.`,
      todo: 'Write a number.',
    };
  }
  const needed = [schema.type ?? []]
    .flat()
    .map((type) => typeNames[type] ?? type)
    .join(' or ');
  const found = data === null ? `${name} has no value` : `${name} is ${showValueAt(path, data)}`;
  return { kind: 'wrongType', path, what: `${found}; it must be ${needed}.`, todo: adviseOnType(offence) };
}

const typeNames: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  null: 'null',
};

function adviseOnType({ data, schema, path }: Offence): string {
  if (data === null)
    return schema.type === 'object' ? 'Put its keys under it, or remove it.' : 'Give a value, or remove the key.';
  if (schema.type === 'boolean') return 'Write true or false, without quotes.';
  if (schema.type === 'string') return typeof data === 'object' ? 'Write one text.' : 'Put the value in quotes.';
  if (schema.type === 'array') return 'Write a list, such as ["one", "two"].';
  if (schema.type === 'object') return path.length === 0 ? 'Write keys and values.' : 'Write keys and values under it.';
  return Array.isArray(schema.type) ? 'Write a single value or a flat list.' : 'Write a number, without quotes.';
}

function explainUnknownValue({ path, name, data, schema }: Offence): Fault {
  const known = (schema.enum ?? []).map(String);
  const meant = typeof data === 'string' ? suggest(data, known) : undefined;
  const todo = meant ? `Did you mean "${meant}"?` : `Use one of ${known.join(', ')}.`;
  return {
    kind: 'unknownValue',
    path,
    what: `${name} is ${showValueAt(path, data)}, which is none of ${known.join(', ')}.`,
    todo,
  };
}

/** A pattern or an alternative. With `x-values` a mistyped word is likelier than a wrong form. */
function explainForm({ path, name, data, schema }: Offence): Fault {
  const values = schema['x-values'] ?? [];
  const form = [...values, schema['x-form'] ?? 'another form'].join(', or ');
  const meant = typeof data === 'string' ? suggest(data, values) : undefined;
  const todo = meant ? `Did you mean "${meant}"?` : `Use ${form}.`;
  const kind = values.length > 0 ? 'unknownValue' : 'malformed';
  return { kind, path, what: `${name} is ${showValueAt(path, data)}, which cannot be used.`, todo };
}

function explainEmpty({ path, name }: Offence): Fault {
  return { kind: 'malformed', path, what: `${name} is empty.`, todo: 'Give a text, or remove it.' };
}

function explainRange({ path, name, data, schema }: Offence): Fault {
  const { minimum, exclusiveMinimum, maximum } = schema;
  const low = exclusiveMinimum === undefined ? minimum : `more than ${exclusiveMinimum}`;
  const range = maximum === undefined ? `${low ?? 0} or more` : `from ${low ?? 0} to ${maximum}`;
  return { kind: 'outOfRange', path, what: `${name} is ${showValueAt(path, data)}.`, todo: `Use a number, ${range}.` };
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  return /^[0-9]+$/.test(last) ? `Item ${Number(last) + 1} of ${path.at(-2) ?? 'the list'}` : last;
}

function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
