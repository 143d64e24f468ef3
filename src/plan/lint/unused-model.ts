import type { ExperimentConfig } from '../../config/experiment-config.js';
import { modelsIn } from '../../config/model-named.js';
import { conditionsOf } from '../conditions-of.js';
import type { Finding, LintRule } from './finding.js';

/** A model of `models` that no actor names: whoever was to have it speaks with that of `model_parameters`. */
export const unusedModel: LintRule = ({ config, inputs }) => {
  const conditions = conditionsOf(config).map((condition) => condition.config);
  const annotated = [config, ...(config.annotationSets ?? []).map((set) => set.config)];
  const used = new Set([
    ...conditions.flatMap((one) => [...modelsIn(one, { discussions: true, annotation: false })]),
    ...annotated.flatMap((one) => [...modelsIn(one, { discussions: false, annotation: true })]),
    ...[inputs, ...(inputs.byCondition?.values() ?? [])].flatMap((one) => [...(one.personaModels?.values() ?? [])]),
  ]);
  return namesIn([config, ...conditions])
    .filter((name) => !used.has(name))
    .map((name): Finding => {
      const todo = 'Name it as the model of a role, the moderator, all participants or the annotators, or remove it.';
      return { rule: 'unused-model', what: `Nobody uses models.${name}.`, todo, about: { key: `models.${name}` } };
    });
};

function namesIn(configs: readonly ExperimentConfig[]): string[] {
  return [...new Set(configs.flatMap(({ models = {} }) => Object.keys(models)))];
}
