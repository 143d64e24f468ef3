import { engineOf } from '../../config/engines/registry.js';
import type { ModelConfig } from '../../config/experiment-config.js';
import { identityKeys, type IdentityKey } from '../../generated/identity-key.js';
import { sha256 } from '../../sha256.js';
import { canonicalJson } from './canonical-json.js';
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
