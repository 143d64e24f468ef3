import type { IdentityKey } from '../../generated/identity-key.js';
import type { Path } from '../../source/positioned-document.js';
import type { ConfigReading } from '../config-reading.js';
import type { InputFile } from '../../source/input-file.js';
import type { ChatConfig } from './chat.js';

/** Repetition lowers a token's logit; absent where it does not, or only by a server's own settings. */
export interface Penalties {
  /** Divides the logit of a repeated token if it is positive, and multiplies it if it is negative. 1: not at all, whatever a server's own settings are. */
  repeatPenalty?: number;
  /** Subtracted for every time that the token came before … */
  frequencyPenalty?: number;
  /** … and once if it did. */
  presencePenalty?: number;
}

/** The part of a model's config that is the same for every engine. */
export interface CommonModel {
  /** Absolute if it is a path; empty for engines that need none. */
  path: string;
  /** `model_pseudoname`: the model's name in the data set. */
  name: string;
  maxTokens: number;
  contextTokens: number;
  disallowedStrings: readonly string[];
  /** Where replies end, beside the names of those who take part; absent if nowhere. */
  stopStrings?: readonly string[];
  sampling: { temperature: number; topP: number; topK?: number; minP?: number; seed?: number } & Penalties;
  /** The model's own generation_config.json, if sampling is what it says. */
  generationConfig?: InputFile;
  /** The same texts on every run on the same machine. */
  reproducible?: boolean;
  chat: ChatConfig;
}

/** The keys marked as identity in an engine's own section of the config, but for another spelling of others. */
type OwnIdentityKey<Name extends string> = Exclude<
  Extract<IdentityKey, `model_parameters.${Name}.${string}`>,
  `${string}.generation_kwargs`
>;

/** What an option in `generation_kwargs` is here. */
export type GenerationOption =
  /** Another spelling of this key of `model_parameters`. */
  | { readonly key: Path }
  /** Something that is not done, with the values that do not ask for it, and what to do instead. */
  | { readonly off: readonly unknown[]; readonly instead: string };

/** Everything that the rest of the program needs to know about an engine, except how it is loaded. */
export interface EngineFacts<Options, Key extends string = string> {
  /**
   * What `model_path` names: a `file` or a `folder` of weights (or a hub id), identified by its content; a `name` known
   * to the servers; or `anything`, which only the engine interprets.
   */
  readonly modelPath: 'file' | 'folder' | 'name' | 'anything';
  /** What to add if `model_path` is missing; absent for engines that do not need it. */
  readonly neededPath?: string;
  /** It samples tokens in this program, so `top_k` has a default. */
  readonly drawsHere: boolean;
  /** It renders the chat template in this program, so `chat_template` applies. */
  readonly rendersHere: boolean;
  /**
   * What it has to do for `reproducible`: nothing, what its loader does with it, or more than it can, in which case
   * this says why.
   */
  readonly repeats: 'always' | 'on request' | { never: string };
  /** It reports how likely each label is, or may be able to. */
  readonly scoresLabels: boolean;
  /** The configured number of parallel completions: recorded with the run, because batching changes texts. */
  parallel?(options: Options): number | 'auto';
  /** Context tokens reserved for neither the prompt nor the reply. */
  reservedTokens?(options: Options): number;
  /** The options that change the output. An object is free-form: only its hash is stored. */
  identity(options: Options): Readonly<Record<Key, string | number | object>>;
  /** What loading depends on, beyond what it depends on for every engine. */
  alsoLoads?(model: CommonModel): unknown;
}

/**
 * A built-in engine is one file in this folder, one line in the registry, one line in `backends/load-backend.ts`, a
 * folder in `backends/`, and a section in the schema.
 */
export interface Engine<Name extends string, Options> extends EngineFacts<Options, OwnIdentityKey<Name>> {
  /** The options of `generation_kwargs`, under the names of its usual library; absent if it has none. */
  readonly generationOptions?: Readonly<Record<string, GenerationOption>>;
  /** The key of `model_parameters` that gets all others; without it, they are errors. */
  readonly furtherOptions?: Path;
  /** Resolves its section of the config, with defaults; reports contradictions. */
  resolve(reading: ConfigReading, tokens: TokenLimits): { engine: Name; options: Options };
}

export interface TokenLimits {
  max_tokens: number;
  ctx_width_tokens: number;
}
