import type { ExperimentConfig, ModelConfig } from './experiment-config.js';

/** The model that an actor names: one of `models`, or that of `model_parameters`. A wrong name has been reported. */
export function modelNamed({ model, models = {} }: ExperimentConfig, name: string | undefined): ModelConfig {
  return (name !== undefined && Object.hasOwn(models, name) && models[name]) || model;
}

/** The key of the config where such a model has `key`, such as `general.max_tokens`. */
export function keyOfModel(name: string | undefined, key: string): string {
  return `${name === undefined ? 'model_parameters' : `models.${name}`}.${key}`;
}

/** The names of all models of a config's discussions, or of its annotations; undefined stands for `model_parameters`. */
export function modelsIn(
  { discussions, annotation }: Pick<ExperimentConfig, 'discussions' | 'annotation'>,
  parts: { discussions: boolean; annotation: boolean },
): ReadonlySet<string | undefined> {
  const { moderator, roles = [], model } = discussions ?? {};
  const ofSome = [moderator?.model, ...roles.map((role) => role.model)].filter((name) => name !== undefined);
  return new Set([
    ...(parts.discussions && discussions ? [model, ...ofSome] : []),
    ...(parts.annotation && annotation ? (annotation.models ?? [undefined]) : []),
  ]);
}

/** What a model of `models` has from `model_parameters` unless it says otherwise; `sampling` key by key. */
const inherited = [
  ...['general.max_tokens', 'general.ctx_width_tokens', 'general.disallowed_strings', 'general.stop_strings'],
  'sampling',
];

/** Whether a key of a model, such as `general.max_tokens`, may come from `model_parameters`. */
export function isInherited(key: string): boolean {
  return inherited.some((one) => key === one || key.startsWith(`${one}.`));
}
