import { addressProblem } from '../../address-problem.js';
import type { ModelSection } from '../../generated/config.js';
import { PositionedDocument, type Path } from '../../source/positioned-document.js';
import { nodeAt, type PositionedNode } from '../../source/positioned-node.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';
import type { Partially } from '../../source/validate-document.js';
import { ConfigReading } from '../config-reading.js';
import type { ExperimentConfig, ModelConfig } from '../experiment-config.js';
import { overlay } from '../matrix/level-overrides.js';
import { isInherited } from '../model-named.js';
import { readGenerationConfig } from './read-generation-config.js';
import { readChatTemplate } from './resolve-chat.js';
import { isModelName, resolveModel } from './resolve-model.js';

const section = 'model_parameters';

/** Reads the files that models name, and opens `models` for `resolveModels`. */
export async function readModels(reading: ConfigReading): Promise<void> {
  await readFiles(reading);
  for (const name of Object.keys(reading.given.models ?? {})) {
    const own = openModel(reading, name);
    await readFiles(own);
    reading.models.set(name, own);
  }
}

async function readFiles(reading: ConfigReading): Promise<void> {
  await readChatTemplate(reading);
  await readGenerationConfig(reading);
}

/**
 * Resolves `models`, each as if it were the config's only model; empty if there are none. `shared` is the model of
 * `model_parameters` if any actor has it.
 */
export function resolveModels(reading: ConfigReading, shared?: ModelConfig): Pick<ExperimentConfig, 'models'> {
  if (reading.models.size === 0) return {};
  const models = Object.fromEntries(
    Array.from(reading.models, ([name, own]): [string, ModelConfig] => {
      checkName(reading, name);
      const model = resolveModel(own, name);
      passProblems(reading, own, name);
      return [name, model];
    }),
  );
  checkPseudonyms(reading, models, shared);
  return { models };
}

/** Reports a name that `models` does not have. */
export function checkModelName(reading: ConfigReading, path: Path, name: string | undefined): void {
  if (name === undefined || reading.models.has(name)) return;
  const known = [...reading.models.keys()];
  const meant = suggest(name, known);
  const choice = known.length > 0 ? `Use one of ${known.join(', ')}` : 'Add the section models';
  reading.problems.push({
    code: 'SYNDISCO_MODEL_NOT_DECLARED',
    what: `The config has no model called ${showValue(name)}.`,
    todo: meant ? `Did you mean "${meant}"?` : `${choice}, or remove the key to use the model of model_parameters.`,
    path: path.join('.'),
    where: reading.document.whereValue(path),
  });
}

/** A reading of a config whose only model is this one; positions are those of the file. */
function openModel({ file, document, given }: ConfigReading, name: string): ConfigReading {
  const written = overlay(inheritedNode(document.root), nodeAt(document.root, ['models', name]) ?? document.root);
  const place = written.place;
  const root: PositionedNode = { place, value: new Map([[section, { key: place, node: written }]]) };
  const own = given.models?.[name] ?? {};
  const { general = {}, sampling } = given.model_parameters ?? {};
  const kept = Object.fromEntries(Object.entries(general).filter(([key]) => isInherited(`general.${key}`)));
  const merged: Partially<ModelSection> = {
    ...own,
    general: { ...kept, ...own.general },
    sampling: { ...sampling, ...own.sampling },
  };
  return new ConfigReading(file, new PositionedDocument(root), { model_parameters: merged });
}

function inheritedNode(root: PositionedNode): PositionedNode {
  const [general, sampling] = ['general', 'sampling'].map((key) => nodeAt(root, [section, key]));
  const parts = {
    ...(general?.value instanceof Map && {
      general: {
        place: general.place,
        value: new Map([...general.value].filter(([key]) => isInherited(`general.${key}`))),
      },
    }),
    ...(sampling && { sampling }),
  };
  const entries = Object.entries(parts).map(([key, node]) => [key, { key: node.place, node }] as const);
  return { place: root.place, value: new Map(entries) };
}

/** Jobs and fields of the plan are named after it, and dots would separate keys. */
function checkName(reading: ConfigReading, name: string): void {
  if (isModelName(name) && /^(?!as-|r\d+$)[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(name)) return;
  const path = ['models', name];
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `Invalid model name ${showValue(name)}: jobs and keys are named after it.`,
    todo: 'Use at most 40 letters, digits, hyphens and underscores, but no name like r2 or as-strict, which mean repeats and annotation sets, and neither hardcoded nor injected, which mark comments that no model made. Dots and spaces may be in model_pseudoname.',
    path: path.join('.'),
    where: reading.document.whereKey(path),
  });
}

/** A problem with what a model has from `model_parameters` has been reported there. */
function passProblems(reading: ConfigReading, own: ConfigReading, name: string): void {
  const known = new Set(reading.problems.map(({ what, where }) => JSON.stringify([what, where])));
  const isNew = ({ what, where }: (typeof own.problems)[number]): boolean => !known.has(JSON.stringify([what, where]));
  reading.problems.push(...own.problems.filter(isNew).map((problem) => addressProblem(problem, name)));
}

/** The data set calls models by their pseudonyms. */
function checkPseudonyms(
  reading: ConfigReading,
  models: Readonly<Record<string, ModelConfig>>,
  shared: ModelConfig | undefined,
): void {
  const seen = new Map<string, readonly [section: string, model: ModelConfig]>();
  if (shared) seen.set(shared.name, [section, shared]);
  for (const [key, model] of Object.entries(models)) {
    const before = seen.get(model.name);
    seen.set(model.name, before ?? [`models.${key}`, model]);
    if (!before || isSameModel(before[1], model)) continue;
    const what = `${before[0]} and models.${key} would both be called ${showValue(model.name)} in the data set.`;
    const todo = 'Give them different names as model_pseudoname.';
    reading.reportContradiction(['models', key, 'general', 'model_pseudoname'], what, todo);
  }
}

/** They may differ in their sampling. */
function isSameModel(one: ModelConfig, other: ModelConfig): boolean {
  const [a, b] = [one, other].map(({ engine, path, chat, options }) => JSON.stringify([engine, path, chat, options]));
  return a === b;
}
