import { fail } from '../errors.js';
import { BackendModel, Model } from './models.js';
import type { Backend } from '../backends/backend.js';
import type { Actor } from './actor.js';
import type { LoadedModel } from './load-model.js';

type Shared = 'model' | 'context' | 'instructions';

/** What the first actor has, if all have the same: one experiment has one model, context and set of instructions. */
export function sameForAll<Key extends Shared>(actors: readonly [Actor, ...Actor[]], key: Key): Actor['options'][Key] {
  const [first, ...others] = actors;
  const other = others.find(({ options }) => options[key] !== first.options[key]);
  if (!other) return first.options[key];
  throw fail({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    what: `${describe(first)} and ${describe(other)} differ in their ${key}.`,
    todo: `Give all of them the same ${key}.`,
    path: key,
  });
}

function describe({ type, name }: Actor): string {
  return type === 'moderator' ? 'The moderator' : `the ${type} ${JSON.stringify(name)}`;
}

const wrapped = new WeakMap<Backend, Promise<Model>>();

/** A backend that an actor has in place of a model is loaded once, with the defaults of a config. */
export async function loadedModel(given: Model | Backend): Promise<LoadedModel> {
  if (given instanceof Model) return given.loaded;
  const model = wrapped.get(given) ?? BackendModel.load(given);
  wrapped.set(given, model);
  return (await model).loaded;
}
