import type { Backend } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import type { ConfigFile } from '../generated/config.js';
import { loadKey } from '../plan/group-by-model.js';
import { fileStem } from '../plan/job-id.js';
import { ownBackendPath } from './in-option-words.js';
import type { LoadedModel } from './load-model.js';
import { BackendModel, Model } from './models.js';

/** The models of an experiment's actors, as its config has them. */
export interface NamedModels {
  sections: Pick<ConfigFile, 'model_parameters' | 'models'>;
  /** Undefined if all actors have the same model, which is then `model_parameters`. */
  nameOf: (actor: HasModel | undefined) => string | undefined;
  loaded: (model: ModelConfig) => LoadedModel;
}

interface HasModel {
  options: { model: Model | Backend };
}

export async function nameModels(actors: readonly [HasModel, ...HasModel[]]): Promise<NamedModels> {
  const models = new Map<Model | Backend, LoadedModel>();
  for (const { options } of actors) models.set(options.model, await loadedModel(options.model));
  const [first, ...others] = new Set(models.values());
  if (!first) throw new Error('no actor has a model');
  if (others.length === 0)
    return { sections: { model_parameters: first.parameters }, nameOf: () => undefined, loaded: () => first };
  const all: readonly LoadedModel[] = [first, ...others];
  refuseEqual(all);
  const names = new Map(all.map((model, index) => [model, nameApart(model, all.slice(0, index))]));
  return {
    sections: { models: Object.fromEntries(all.map((model) => [names.get(model) ?? '', withName(model)])) },
    nameOf: (actor) => actor && names.get(models.get(actor.options.model) ?? first),
    loaded: (config) => all.find((model) => loadKey(model.config) === loadKey(config)) ?? first,
  };
}

/** Backends of the user's own have nothing but a name. */
function refuseEqual(models: readonly LoadedModel[]): void {
  const own = models.filter(({ parameters }) => parameters.general.library_type === ownBackendPath);
  const name = own.map(({ config }) => config.name).find((one, index, names) => names.indexOf(one) < index);
  if (name === undefined) return;
  throw fail({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    what: `Two backends are both called ${JSON.stringify(name)}.`,
    todo: 'Load them with different names: BackendModel.load(backend, { modelPseudoname }).',
    path: 'model',
  });
}

/** Models of `models` are called by their names there unless they have a pseudonym. */
function withName({ parameters, config }: LoadedModel): LoadedModel['parameters'] {
  return { ...parameters, general: { ...parameters.general, model_pseudoname: config.name } };
}

/** Safe as a key. */
function nameApart({ config }: LoadedModel, before: readonly LoadedModel[]): string {
  const key = keyOf(config);
  const equal = before.filter((other) => keyOf(other.config) === key).length;
  return equal === 0 ? key : `${key}-${equal + 1}`;
}

function keyOf({ name }: ModelConfig): string {
  return fileStem(name).replaceAll('.', '-').slice(0, 36);
}

const wrapped = new WeakMap<Backend, Promise<Model>>();

/** A backend that an actor has in place of a model is loaded once, with the defaults of a config. */
async function loadedModel(given: Model | Backend): Promise<LoadedModel> {
  if (given instanceof Model) return given.loaded;
  const model = wrapped.get(given) ?? BackendModel.load(given);
  wrapped.set(given, model);
  return (await model).loaded;
}
