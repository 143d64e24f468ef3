import { fail } from '../../errors.js';
import { isSameModel } from './same-model.js';

/** One entry of a server's list of models. */
export interface ListedModel {
  id: string;
  root: string;
  owner: string;
}

interface ModelList {
  url: string;
  models: readonly ListedModel[];
}

/** Undefined if this is no list of models. Entries without a name are left out. */
export function readModels(page: unknown): ListedModel[] | undefined {
  const data: unknown = typeof page === 'object' && page !== null ? Reflect.get(page, 'data') : undefined;
  if (!Array.isArray(data)) return undefined;
  return data.filter(isNamed).map((model) => ({
    id: model.id,
    root: typeof model.root === 'string' ? model.root.split('/').slice(-2).join('/') : '',
    owner: typeof model.owned_by === 'string' ? model.owned_by : 'unknown server',
  }));
}

function isNamed(model: unknown): model is { id: string; root?: unknown; owned_by?: unknown } {
  const id: unknown = typeof model === 'object' && model !== null ? Reflect.get(model, 'id') : undefined;
  return typeof id === 'string' && id !== '';
}

export interface AskedModel {
  model: string;
  /** The server whose first model this is, if the config does not name one. */
  by: string | undefined;
}

/** The asked model in a server's list. If it is missing there and the config does not name it, the servers differ. */
export function findModel(
  { url, models }: ModelList,
  { model, by }: AskedModel,
  warn: (text: string) => void,
): ListedModel | undefined {
  const found = models.find(({ id }) => id === model) ?? models.find(({ id }) => isSameModel(id, model));
  if (found || models.length === 0) return found;
  const names = models.slice(0, 3).map(({ id }) => JSON.stringify(id));
  const listed = `${url} lists ${names.join(', ')}${models.length > names.length ? ' …' : ''}`;
  if (by !== undefined) throw serversDiffer(`${by} is asked for ${JSON.stringify(model)}, but ${listed}.`);
  warn(`${listed} and not ${JSON.stringify(model)}, which model_path asks for: its replies may be another model's`);
  return undefined;
}

function serversDiffer(what: string): Error {
  return fail({
    code: 'SYNDISCO_SERVERS_DIFFER',
    what: `The servers serve different models: ${what}`,
    todo: 'Correct openai.base_urls, or set model_path to a name by which all servers know the model.',
    path: 'model_parameters.openai.base_urls',
  });
}
