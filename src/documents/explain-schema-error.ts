import type { ErrorObject } from 'ajv';
import { showValue } from '../source/show-value.js';

/** Explains an ajv error to readers who do not know JSON Schema. */
export function explainSchemaError(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return `Missing key ${showValue(params['missingProperty'])}.`;
    case 'additionalProperties':
      return `Unknown key ${showValue(params['additionalProperty'])}.`;
    case 'type':
      return `Expected ${typeNames(params['type'])}, found ${showValue(error.data)}.`;
    case 'anyOf':
      return `Expected a mapping with "name" and "text" or a pair of strings, found ${showValue(error.data)}.`;
    case 'minItems':
    case 'maxItems':
      return `Expected a pair of strings, found ${showValue(error.data)}.`;
    default:
      return `Invalid value ${showValue(error.data)}: it ${error.message ?? 'is not allowed'}.`;
  }
}

const names: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  object: 'a mapping',
  array: 'a list',
  null: 'null',
};

function typeNames(types: unknown): string {
  const list: unknown[] = Array.isArray(types) ? types : [types];
  return list.map((type) => names[String(type)] ?? String(type)).join(' or ');
}

/**
 * If a value may have one of several forms, ajv reports its errors for every form. This keeps only the errors of the
 * intended form or, if there is none, the error that no form matches.
 */
export function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const places = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath));
  const isFormError = ({ keyword, instancePath }: ErrorObject): boolean =>
    places.has(instancePath) && (keyword === 'type' || keyword === 'anyOf');
  const meant = new Set(
    errors.filter((error) => !isFormError(error)).flatMap((error) => ancestors(error.instancePath)),
  );
  return errors.filter((error) => !isFormError(error) || (error.keyword === 'anyOf' && !meant.has(error.instancePath)));
}

/** `/logs/3/text` → itself, `/logs/3`, `/logs`. */
function ancestors(path: string): string[] {
  const steps = path.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, steps.length - index).join('/'));
}
