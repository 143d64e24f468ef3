import { engineOf } from '../config/engines/registry.js';
import type { ModelConfig } from '../config/experiment-config.js';

const known = new WeakMap<ModelConfig, string>();

/**
 * Equal for all that one load of a model serves: everything of the model's config, the engine's own options included, but
 * for what each request carries itself.
 */
export function loadKey(model: ModelConfig): string {
  const before = known.get(model);
  if (before !== undefined) return before;
  const loaded = { ...model, sampling: null, maxTokens: null, disallowedStrings: null, stopStrings: null };
  const key = JSON.stringify([loaded, engineOf(model).alsoLoads?.(model) ?? null]);
  known.set(model, key);
  return key;
}

/** What one load of a model is for. */
export interface ModelGroup<Item> {
  key: string;
  model: ModelConfig;
  items: Item[];
}

/** Model-major: all of a model before the next one is loaded, in the order in which the models first come up. */
export function groupByModel<Item>(
  items: readonly Item[],
  modelOf: (item: Item) => ModelConfig,
): readonly ModelGroup<Item>[] {
  const groups = new Map<string, ModelGroup<Item>>();
  for (const item of items) {
    const model = modelOf(item);
    const key = loadKey(model);
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { key, model, items: [item] });
  }
  return [...groups.values()];
}
