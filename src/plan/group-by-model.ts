import { engineOf } from '../config/engines/registry.js';
import type { ModelConfig } from '../config/experiment-config.js';

const known = new WeakMap<ModelConfig, string>();

/**
 * Equal for all that one load of a model serves: everything of the model's config, the engine's own options included, but
 * for its name and what each request carries itself.
 */
export function loadKey(model: ModelConfig): string {
  const before = known.get(model);
  if (before !== undefined) return before;
  const ofRequests = { name: null, sampling: null, maxTokens: null, disallowedStrings: null, stopStrings: null };
  const loaded = { ...model, ...ofRequests };
  const key = JSON.stringify([loaded, engineOf(model).alsoLoads?.(model) ?? null]);
  known.set(model, key);
  return key;
}

/** What needs the same models in memory. */
export interface ModelGroup<Item> {
  /** By their load keys; each is loaded once. */
  models: ReadonlyMap<string, ModelConfig>;
  items: Item[];
}

/** Model-major: all that needs a set of models before the next set is loaded, in the order in which the sets first come up. */
export function groupByModels<Item>(
  items: readonly Item[],
  modelsOf: (item: Item) => readonly ModelConfig[],
): readonly ModelGroup<Item>[] {
  const groups = new Map<string, ModelGroup<Item>>();
  for (const item of items) {
    const models = new Map<string, ModelConfig>();
    for (const model of modelsOf(item)) if (!models.has(loadKey(model))) models.set(loadKey(model), model);
    const set = [...models.keys()].sort().join('\n');
    const group = groups.get(set);
    if (group) group.items.push(item);
    else groups.set(set, { models, items: [item] });
  }
  return [...groups.values()];
}

/** Model by model, in the order in which the models first come up. */
export function groupByModel<Item>(
  items: readonly Item[],
  modelOf: (item: Item) => ModelConfig,
): readonly { key: string; model: ModelConfig; items: readonly Item[] }[] {
  return groupByModels(items, (item) => [modelOf(item)]).flatMap(({ models, items: its }) =>
    Array.from(models, ([key, model]) => ({ key, model, items: its })),
  );
}

/** Starts with the group that has most in common with what is loaded. */
export function loadedFirst<Item>(
  groups: readonly ModelGroup<Item>[],
  loaded: ReadonlySet<string>,
): readonly ModelGroup<Item>[] {
  const [first] = groups.toSorted((one, other) => shared(other, loaded) - shared(one, loaded));
  return first ? [first, ...groups.filter((group) => group !== first)] : [];
}

/**
 * Orders the groups so that each has as much as possible in common with the one before, and those that have some of the
 * `last` models come last.
 */
export function chainGroups<Item>(
  groups: readonly ModelGroup<Item>[],
  last: ReadonlySet<string>,
): readonly ModelGroup<Item>[] {
  let left = [...groups.filter((group) => shared(group, last) === 0)];
  const ending = groups.filter((group) => shared(group, last) > 0);
  const chain: ModelGroup<Item>[] = [];
  while (left.length + ending.length > 0) {
    if (left.length === 0) left = ending.splice(0);
    const [next, ...others] = loadedFirst(left, new Set(chain.at(-1)?.models.keys()));
    if (next) chain.push(next);
    left = others;
  }
  return chain;
}

function shared({ models }: Pick<ModelGroup<unknown>, 'models'>, keys: ReadonlySet<string>): number {
  return [...models.keys()].filter((key) => keys.has(key)).length;
}
