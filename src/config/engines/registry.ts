import type { ConfigReading } from '../config-reading.js';
import type { Path } from '../../source/positioned-document.js';
import type { CommonModel, Engine, EngineFacts, GenerationOption, TokenLimits } from './engine.js';
import { llamaCpp } from './llama-cpp.js';
import { isModulePath, moduleEngine, type ModuleChoice } from './module.js';
import { openai } from './openai.js';
import { scripted } from './scripted.js';
import { transformers } from './transformers.js';

/** One line per engine. The key is both the value of `library_type` and the name of its config section. */
const engines = { llama_cpp: llamaCpp, transformers, openai, scripted };

/** The engine and its options; a user's module; or nothing, in a config without a model. */
type EngineChoice =
  ReturnType<(typeof engines)[keyof typeof engines]['resolve']> | ModuleChoice | { engine: ''; options: object };

/** The identity keys of all engines' sections. */
export type EngineIdentityKey = {
  [Name in keyof typeof engines]: keyof ReturnType<(typeof engines)[Name]['identity']>;
}[keyof typeof engines];

export type ModelConfig = CommonModel & EngineChoice;

/** The config of a model that runs on a particular engine. */
export type ModelOf<Name extends ModelConfig['engine']> = Extract<ModelConfig, { engine: Name }>;

export const engineNames: readonly string[] = Object.keys(engines);

/** Resolves `library_type` and the section of that engine; sections of other engines are ignored. */
export function resolveEngine(reading: ConfigReading, libraryType: string, tokens: TokenLimits): EngineChoice {
  if (isEngine(libraryType)) return engines[libraryType].resolve(reading, tokens);
  const path = libraryType && reading.absolute(libraryType);
  return isModulePath(path) ? { engine: path, options: {} } : { engine: '', options: {} };
}

/** The facts of a model's engine; its functions take `model.options`. */
export function engineOf({ engine }: { engine: string }): EngineFacts<ModelConfig['options']> {
  return isEngine(engine) ? engines[engine] : moduleEngine;
}

/** What `generation_kwargs` of an engine may have; undefined if it has none. */
export function generationOptionsOf(
  name: string,
): { generationOptions: Readonly<Record<string, GenerationOption>>; furtherOptions?: Path } | undefined {
  const engine: Partial<Pick<Engine<string, never>, 'generationOptions' | 'furtherOptions'>> = isEngine(name)
    ? engines[name]
    : {};
  const { generationOptions, furtherOptions } = engine;
  return generationOptions && { generationOptions, ...(furtherOptions && { furtherOptions }) };
}

function isEngine(name: string): name is keyof typeof engines {
  return Object.hasOwn(engines, name);
}
