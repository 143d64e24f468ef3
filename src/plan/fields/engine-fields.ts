import { engineOf } from '../../config/engines/registry.js';
import type { ModelConfig } from '../../config/experiment-config.js';
import { identityKeys, type IdentityKey } from '../../generated/identity-key.js';
import { sha256 } from '../../sha256.js';
import type { Fields, FieldValue } from './field.js';
import { modelFields } from './model-fields.js';

/** Keys of engines' own sections: config/engines has a file for each, which does not compile without them. */
export const engineKeys: readonly IdentityKey[] = identityKeys.filter(
  (key) => key.startsWith('model_parameters.') && !Object.hasOwn(modelFields, key),
);

/** What the engine in use says of its own options; those of other engines are in nobody's plan. */
export function engineFields(model: ModelConfig): Fields {
  const own = Object.entries(engineOf(model).identity(model.options));
  return Object.fromEntries(own.map(([key, value]) => fieldOf(key, value)));
}

/** The key without its section, `words_min`. What is free-form may hold secrets, so only its hash is kept. */
export function engineField(key: string): string {
  return key.split('.').slice(2).join('_');
}

function fieldOf(key: string, value: string | number | object): [string, FieldValue] {
  if (typeof value !== 'object') return [engineField(key), value];
  return [`${engineField(key)}_sha256`, sha256(canonicalJson(value))];
}

/** JSON in which the order of keys, which means nothing, is always the same. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isMapping(inner) ? sortKeys(inner) : inner));
}

function sortKeys(mapping: object): object {
  return Object.fromEntries(Object.entries(mapping).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
