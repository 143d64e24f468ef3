import type { ErrorObject } from 'ajv';
import { showValue } from '../source/show-value.js';

/** What ajv found, as a sentence for somebody who has never seen a JSON Schema. */
export function explainSchemaError(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return `The key ${showValue(params['missingProperty'])} is missing.`;
    case 'additionalProperties':
      return `The key ${showValue(params['additionalProperty'])} does not belong here.`;
    case 'type':
      return `This must be ${typeNames(params['type'])}, and it is ${showValue(error.data)}.`;
    case 'anyOf':
      return `This must be an object with "name" and "text", or a pair [name, text], and it is ${showValue(error.data)}.`;
    case 'minItems':
    case 'maxItems':
      return `This must be a pair of two texts, and it is ${showValue(error.data)}.`;
    default:
      return `This is ${showValue(error.data)}, and it ${error.message ?? 'is not allowed'}.`;
  }
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function typeNames(types: unknown): string {
  const list: unknown[] = Array.isArray(types) ? types : [types];
  return list.map((type) => names[String(type)] ?? String(type)).join(' or ');
}

/**
 * Where a value may have one of several forms, ajv tells what is wrong with it in every form. This leaves only what is
 * wrong in the form that was meant, or, if none was, that it has none of them.
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
