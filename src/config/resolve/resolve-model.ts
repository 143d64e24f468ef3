import { basename, extname } from 'node:path';
import type { GeneralModelSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import { engineOf, resolveEngine } from '../engines/registry.js';
import type { ModelConfig } from '../experiment-config.js';
import { resolveChat } from './resolve-chat.js';
import { resolveModelPath } from './resolve-model-path.js';
import { resolveSampling } from './resolve-sampling.js';
import { withDefaults, type Filled } from './with-defaults.js';
import type { Partially } from '../../source/validate-document.js';

const open = ['library_type', 'model_path', 'model_pseudoname', 'chat_template'] as const;
type Open = (typeof open)[number];
type General = Filled<Partially<GeneralModelSection>, Open>;

/**
 * Resolves `model_parameters` and its engine, which is empty if the config names none. `name` is what the model is called
 * without a pseudonym.
 */
export function resolveModel(reading: ConfigReading, name?: string): ModelConfig {
  const given = reading.given.model_parameters;
  const general = withDefaults(['model_parameters', 'general'], given?.general, open);
  checkTokens(reading, general);
  const choice = resolveEngine(reading, general.library_type ?? '', general);
  return {
    path: resolveModelPath(reading, choice.engine, general.model_path),
    name: general.model_pseudoname ?? name ?? fileNameOf(general),
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
  reading.reportContradiction(['model_parameters', 'general', 'reproducible'], what, todo);
  return asked;
}

function fileNameOf({ model_path: path = '', library_type: engine = '' }: General): string {
  return basename(path, extname(path)) || basename(engine, extname(engine));
}

function checkTokens(reading: ConfigReading, { max_tokens: longest, ctx_width_tokens: context }: General): void {
  if (longest < context) return;
  const what = `max_tokens (${longest}) leaves no room for the prompt: ctx_width_tokens is ${context}.`;
  const todo = 'Raise ctx_width_tokens or lower max_tokens.';
  reading.reportContradiction(['model_parameters', 'general', 'max_tokens'], what, todo);
}
