import type { IdentityKey } from '../../generated/identity-key.js';
import type { ConfigReading } from '../config-reading.js';

/** What the config says of a model, whichever engine runs it. */
export interface CommonModel {
  /** Absolute when it is a path; empty for engines that need none. */
  path: string;
  /** `model_pseudoname`: what the data set says. */
  name: string;
  maxTokens: number;
  contextTokens: number;
  disallowedStrings: readonly string[];
  sampling: { temperature: number; topP: number; topK?: number; minP?: number };
}

/** The keys that are marked as identity in an engine's own section of the config. */
type OwnIdentityKey<Name extends string> = Extract<IdentityKey, `model_parameters.${Name}.${string}`>;

/** What the rest of the program must know of an engine besides how it is loaded. */
export interface EngineFacts<Options, Key extends string = string> {
  /**
   * What `model_path` names: a `file` or a `folder` of weights (or a hub's id), whose content is what counts; a `name`
   * that servers know; or `anything` that the engine makes of it.
   */
  readonly modelPath: 'file' | 'folder' | 'name' | 'anything';
  /** What is to be added where `model_path` is missing; absent for engines that can do without. */
  readonly neededPath?: string;
  /** It draws the next token in this program, so `top_k` has a default. */
  readonly drawsHere: boolean;
  /** It can hold a model to labels, or may be able to. */
  readonly holdsLabels: boolean;
  /** How many completions at once were asked for: a fact of the run, since batches change texts. */
  parallel?(options: Options): number | 'auto';
  /** Tokens of the context that are kept for neither prompt nor reply. */
  reservedTokens?(options: Options): number;
  /** The options that change what is made. An object is free-form: only its hash is ever kept. */
  identity(options: Options): Readonly<Record<Key, string | number | object>>;
  /** What a load depends on besides what it does for every engine. */
  alsoLoads?(model: CommonModel): unknown;
}

/**
 * An engine of ours is one file in this folder, one line in the registry, one in `backends/load-backend.ts`, its folder
 * there, and its section in the schema.
 */
export interface Engine<Name extends string, Options> extends EngineFacts<Options, OwnIdentityKey<Name>> {
  /** Its section of the config, with defaults; reports what contradicts itself. */
  resolve(reading: ConfigReading, tokens: TokenLimits): { engine: Name; options: Options };
}

export interface TokenLimits {
  max_tokens: number;
  ctx_width_tokens: number;
}
