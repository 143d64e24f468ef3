import { kindsInOrder } from '../../job-kinds.js';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { isInherited, keyOfModel, modelNamed } from '../../config/model-named.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { engineField, engineKeys } from './engine-fields.js';
import type { Identity } from './field.js';
import { identityTable } from './identity-table.js';

type Kind = PlanLine['kind'];

const table: ReadonlyMap<string, Identity> = new Map(Object.entries(identityTable));
const owners = new Map([
  ...[...table].flatMap(([key, identity]) => fieldsOf(identity).map((field) => [field, key] as const)),
  ...ofEngines(),
]);

/**
 * The keys of the config that a field of the plan comes from: first the one that it belongs to, then those that may stand
 * in its place. None for a field of another version of this program.
 */
export function keysBehind(kind: Kind, field: string): readonly string[] {
  const { model, of } = readField(field);
  if (model !== undefined) return keysOfModel(model, keysBehind(kind, of));
  const owner = owners.get(`${kind} ${field}`);
  if (owner === undefined) return [];
  const others = [...table].filter(([, { through }]) => Array.isArray(through) && through.includes(owner));
  return [owner, ...others.map(([key]) => key)];
}

/** The input files that a field of the plan comes from. */
export function filesBehind(kind: Kind, field: string, whole: ExperimentConfig): readonly string[] {
  const { model, of } = readField(field);
  const [owner = ''] = keysBehind(kind, of);
  const config = model === undefined ? whole : { ...whole, model: modelNamed(whole, model) };
  return table.get(owner)?.files?.(config) ?? [];
}

/** The field stands for a content, and its value says nothing to anybody. */
export function isContent(field: string): boolean {
  return field.endsWith('_sha256');
}

/** The field of one of `models`. */
export function namedField(model: string, field: string): string {
  return `models.${model}.${field}`;
}

function readField(field: string): { model?: string; of: string } {
  const [, model, of] = /^models\.([^.]+)\.(.+)$/.exec(field) ?? [];
  return model === undefined || of === undefined ? { of: field } : { model, of };
}

/** The keys of a model of `models` in place of those of `model_parameters`, from which it has what it leaves out. */
function keysOfModel(name: string, keys: readonly string[]): readonly string[] {
  const inSection = keys.map((key) => key.replace(/^model_parameters\./, ''));
  const fallbacks = inSection.filter(isInherited).map((key) => keyOfModel(undefined, key));
  return [...inSection.map((key) => keyOfModel(name, key)), ...fallbacks, 'models'];
}

function fieldsOf({ model, condition, design, discussion, annotation }: Identity): string[] {
  const of = (kind: Kind, ...sources: (object | undefined)[]): string[] =>
    sources.flatMap((fields) => Object.keys(fields ?? {})).map((field) => `${kind} ${field}`);
  return [...of('discussion', model, condition, discussion), ...of('annotation', model, design, annotation)];
}

function ofEngines(): (readonly [field: string, key: string])[] {
  return engineKeys.flatMap((key) =>
    kindsInOrder.flatMap((kind) => ['', '_sha256'].map((end) => [`${kind} ${engineField(key)}${end}`, key] as const)),
  );
}
