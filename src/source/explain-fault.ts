import type { ErrorObject } from 'ajv';
import type { Path } from './positioned-document.js';
import { schemaOf, sectionsWith, type SchemaName, type SchemaNode } from './schemas.js';
import { showValueAt } from './secrets.js';
import { showValue } from './show-value.js';
import { suggest } from './suggest.js';

/** The ways in which a value can violate its schema. */
export type FaultKind = 'unknownKey' | 'missingKey' | 'wrongType' | 'unknownValue' | 'outOfRange' | 'malformed';

/** One violation in words. `path` leads to the key or value at fault, even if it is missing. */
export interface Fault {
  kind: FaultKind;
  path: Path;
  what: string;
  todo: string;
}

/** One ajv error, with the value named as in the user's file. */
interface Offence {
  schemaName: SchemaName;
  path: Path;
  name: string;
  data: unknown;
  schema: SchemaNode;
  params: Record<string, unknown>;
}

/**
 * Explains one ajv error. `at` is the path of the validated value. A keyword without an explanation gets ajv's own
 * message.
 */
export function explainFault(error: ErrorObject, schemaName: SchemaName, at: Path): Fault {
  const path = [...at, ...error.instancePath.split('/').slice(1).map(unescapePointer)];
  const schema = (error.parentSchema ?? {}) as SchemaNode;
  const params = error.params as Record<string, unknown>;
  const offence = { schemaName, path, name: nameOf(path), data: error.data, schema, params };
  const explain = explanations[error.keyword];
  if (explain) return explain(offence);
  return { kind: 'malformed', path, what: `${offence.name} ${error.message ?? 'is not valid'}.`, todo: 'Correct it.' };
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
  const what = `Unknown key ${showValue(key)} ${path.length > 0 ? `in ${path.join('.')}` : 'at the top level'}.`;
  const todo = adviseOnKey(key, { known, path, root: schemaOf(schemaName) });
  return { kind: 'unknownKey', path: [...path, key], what, todo };
}

/** Tries, in this order: another place in the same section, a key here with a similar name, another section. */
function adviseOnKey(
  key: string,
  { known, path, root }: { known: readonly string[]; path: Path; root: SchemaNode },
): string {
  const sections = sectionsWith(key, root).filter((section) => isLikelyHome(section, path));
  const nearby = sections.filter((section) => path[0] === undefined || section.split('.')[0] === path[0]);
  const meant = suggest(key, known);
  if (meant !== undefined && nearby.length === 0) return `Did you mean "${meant}"?`;
  const homes = (nearby.length > 0 ? nearby : sections).map((section) => section || 'the top level');
  return homes.length > 0 ? `Move it to ${homes.join(' or ')}.` : `Valid keys are ${known.join(', ')}.`;
}

/** Names of deeply nested keys, such as `min`, are too general: suggest them only for the section directly above. */
function isLikelyHome(section: string, path: Path): boolean {
  const keys = section.split('.');
  return keys.length <= 2 || keys.slice(0, -1).join('.') === path.join('.');
}

function explainMissingKey({ path, params }: Offence): Fault {
  const key = String(params['missingProperty']);
  const what = `Missing key ${showValue(key)} ${path.length > 0 ? `in ${path.join('.')}` : 'at the top level'}.`;
  return { kind: 'missingKey', path: [...path, key], what, todo: `Add ${key}.` };
}

function explainWrongType(offence: Offence): Fault {
  const { path, name, data, schema } = offence;
  if (typeof data === 'number' && !Number.isFinite(data)) {
    return {
      kind: 'outOfRange',
      path,
      what: `${name} must be a finite number, found ${data}.`,
      todo: 'Write a number.',
    };
  }
  const needed = [schema.type ?? []]
    .flat()
    .map((type) => typeNames[type] ?? type)
    .join(' or ');
  const found = data === null ? 'no value' : showValueAt(path, data);
  return { kind: 'wrongType', path, what: `${name} must be ${needed}, found ${found}.`, todo: adviseOnType(offence) };
}

const typeNames: Record<string, string> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'null',
};

function adviseOnType({ data, schema, path }: Offence): string {
  if (data === null)
    return schema.type === 'object' ? 'Indent its keys below it, or remove it.' : 'Give it a value, or remove the key.';
  if (schema.type === 'boolean') return 'Write true or false, without quotes.';
  if (schema.type === 'string') return typeof data === 'object' ? 'Write a single string.' : 'Put the value in quotes.';
  if (schema.type === 'array') return 'Write a list, such as ["one", "two"].';
  if (schema.type === 'object')
    return path.length === 0 ? 'Write "key: value" pairs.' : 'Write "key: value" pairs below it.';
  return Array.isArray(schema.type) ? 'Write a single value or a flat list.' : 'Write a number, without quotes.';
}

function explainUnknownValue({ path, name, data, schema }: Offence): Fault {
  const known = (schema.enum ?? []).map(String);
  const meant = typeof data === 'string' ? suggest(data, known) : undefined;
  const todo = meant ? `Did you mean "${meant}"?` : `Use one of ${known.join(', ')}.`;
  return {
    kind: 'unknownValue',
    path,
    what: `${name} must be one of ${known.join(', ')}; found ${showValueAt(path, data)}.`,
    todo,
  };
}

/** A pattern or an alternative. With `x-values`, a misspelt word is more likely than a malformed value. */
function explainForm({ path, name, data, schema }: Offence): Fault {
  const values = schema['x-values'] ?? [];
  const form = [...values, schema['x-form'] ?? 'another form'].join(', or ');
  const meant = typeof data === 'string' ? suggest(data, values) : undefined;
  const todo = meant ? `Did you mean "${meant}"?` : `Use ${form}.`;
  const kind = values.length > 0 ? 'unknownValue' : 'malformed';
  return { kind, path, what: `${name} is ${showValueAt(path, data)}, which is not valid.`, todo };
}

function explainEmpty({ path, name }: Offence): Fault {
  return { kind: 'malformed', path, what: `${name} is empty.`, todo: 'Give it a value, or remove it.' };
}

function explainRange({ path, name, data, schema }: Offence): Fault {
  const { minimum, exclusiveMinimum, maximum } = schema;
  const above = exclusiveMinimum === undefined ? undefined : `greater than ${exclusiveMinimum}`;
  const from = maximum === undefined ? `of at least ${minimum ?? 0}` : `from ${minimum ?? 0} to ${maximum}`;
  const upTo = maximum === undefined ? '' : ` and at most ${maximum}`;
  const range = above === undefined ? from : `${above}${upTo}`;
  const what = `${name} is ${showValueAt(path, data)}, which is out of range.`;
  return { kind: 'outOfRange', path, what, todo: `Use a number ${range}.` };
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  return /^[0-9]+$/.test(last) ? `Item ${Number(last) + 1} of ${path.at(-2) ?? 'the list'}` : last;
}

function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
