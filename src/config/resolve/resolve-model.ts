import { basename, extname } from 'node:path';
import type { GeneralModelSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import { schemaAt } from '../../source/schemas.js';
import { showValue } from '../../source/show-value.js';
import { nameOfHubModel, parseHubUri } from '../../models/hub-uri.js';
import { engineOf, resolveEngine } from '../engines/registry.js';
import type { ModelConfig } from '../experiment-config.js';
import { resolveChat } from './resolve-chat.js';
import { resolveModelPath } from './resolve-model-path.js';
import { resolveSampling } from './resolve-sampling.js';
import { withDefaults, type Filled } from './with-defaults.js';
import type { Partially } from '../../source/validate-document.js';

const section = ['model_parameters', 'general'];
const open = ['library_type', 'model_path', 'model_pseudoname', 'chat_template'] as const;
type Open = (typeof open)[number];
type General = Filled<Partially<GeneralModelSection>, Open>;

/**
 * Resolves `model_parameters` and its engine, which is empty if the config names none. `name` is what the model is called
 * without a pseudonym.
 */
export function resolveModel(reading: ConfigReading, name?: string): ModelConfig {
  const given = reading.given.model_parameters;
  const general = withDefaults(section, given?.general, open);
  checkTokens(reading, general);
  const choice = resolveEngine(reading, general.library_type ?? '', general);
  return {
    path: resolveModelPath(reading, choice.engine, general.model_path),
    name: general.model_pseudoname ?? name ?? nameOfFile(reading, general),
    maxTokens: general.max_tokens,
    contextTokens: general.ctx_width_tokens,
    disallowedStrings: general.disallowed_strings,
    ...(general.stop_strings.length > 0 && { stopStrings: general.stop_strings }),
    sampling: resolveSampling(reading, choice),
    ...(reading.generationConfig?.file && { generationConfig: reading.generationConfig.file }),
    reproducible: resolveReproducible(reading, choice, general.reproducible),
    chat: resolveChat(reading, choice.engine, general.template_variables),
    ...choice,
  };
}

function resolveReproducible(reading: ConfigReading, choice: { engine: string }, asked: boolean): boolean {
  const { repeats } = engineOf(choice);
  if (!asked || typeof repeats === 'string' || choice.engine === '') return asked;
  const what = `reproducible is true, but ${repeats.never}.`;
  const todo = 'Remove it, or use llama_cpp or transformers.';
  reading.reportContradiction([...section, 'reproducible'], what, todo);
  return asked;
}

function nameOfFile(reading: ConfigReading, { model_path: path = '', library_type: engine = '' }: General): string {
  const uri = parseHubUri(path);
  const name = uri ? nameOfHubModel(uri) : basename(path, extname(path)) || basename(engine, extname(engine));
  if (isModelName(name)) return name;
  const key = [...section, path === '' ? 'library_type' : 'model_path'];
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `The model is named after its file, but ${showValue(name)} is the name of comments that no model made.`,
    todo: 'Add model_pseudoname with another name.',
    path: key.join('.'),
    where: reading.document.whereValue(key),
  });
  return name;
}

/** Whether comments of a model may have this name: that of seed opinions, for example, is taken. */
export function isModelName(name: string): boolean {
  const { pattern = '' } = schemaAt('config', [...section, 'model_pseudoname']) ?? {};
  return new RegExp(pattern).test(name);
}

function checkTokens(reading: ConfigReading, { max_tokens: longest, ctx_width_tokens: context }: General): void {
  if (longest < context) return;
  const what = `max_tokens (${longest}) leaves no room for the prompt: ctx_width_tokens is ${context}.`;
  const todo = 'Raise ctx_width_tokens or lower max_tokens.';
  reading.reportContradiction([...section, 'max_tokens'], what, todo);
}
