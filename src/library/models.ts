import type { Backend, ModelIdentity } from '../backends/backend.js';
import type {
  GeneralModelSection,
  LlamaCppSection,
  OpenaiSection,
  SamplingSection,
  ScriptedSection,
  TransformersSection,
} from '../generated/config.js';
import type { InCamelCase } from './camel-case.js';
import type { LoadedModel } from './load-model.js';

type General = Omit<GeneralModelSection, 'library_type'>;

/** The keys of `model_parameters` in docs/config.md, in camel case. Relative paths are relative to the working directory. */
type OptionsOf<OwnSection, Unused extends keyof General = never> = InCamelCase<Omit<General, Unused> & OwnSection> & {
  /** How tokens are sampled. */
  sampling?: InCamelCase<SamplingSection>;
};

/** `modelPath` is a GGUF file. */
export type LlamaCppOptions = OptionsOf<LlamaCppSection> & { modelPath: string };
/** `modelPath` is a folder with an ONNX model, or a hub id. */
export type TransformersOptions = OptionsOf<TransformersSection> & { modelPath: string };
/** `modelPath` is the servers' name for the model; by default their first. */
export type OpenAiOptions = OptionsOf<OpenaiSection, 'chat_template'> & { baseUrls: [string, ...string[]] };
export type ScriptedOptions = OptionsOf<ScriptedSection, 'chat_template' | 'model_path'>;
export type BackendOptions = OptionsOf<object, 'chat_template' | 'model_path' | 'reproducible'>;

/** What a backend of your own has to have: all of a `Backend`, or of that only `generate`, which may return a text. */
export type OwnBackend = Pick<Partial<Backend>, 'slots' | 'countTokens' | 'close'> & {
  model?: Partial<ModelIdentity>;
  generate(...asked: Parameters<Backend['generate']>): Promise<string | { text: string }>;
};

/**
 * A loaded model, for any number of actors and experiments. It stays in memory until `close()`. Loading throws a
 * `SyndiscoError`, with the code that the command line shows: `SYNDISCO_MODEL_NOT_FOUND`, `SYNDISCO_ENGINE_MISSING`,
 * `SYNDISCO_CONFIG_OUT_OF_RANGE` …
 */
export abstract class Model implements AsyncDisposable {
  protected constructor(
    /** For the rest of the library. */
    readonly loaded: LoadedModel,
  ) {}

  /** The model's name in documents and in the data set. */
  get name(): string {
    return this.loaded.config.name;
  }

  /** Frees its memory. */
  close(): Promise<void> {
    return this.loaded.backend.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A GGUF file, run by llama.cpp on a GPU or the CPU. */
export class LlamaCppModel extends Model {
  static async load(options: LlamaCppOptions): Promise<LlamaCppModel> {
    const { loadModel } = await import('./load-model.js');
    return new LlamaCppModel(await loadModel('llama_cpp', options));
  }
}

/** An ONNX model, run by transformers.js (the package `@huggingface/transformers`). */
export class TransformersModel extends Model {
  static async load(options: TransformersOptions): Promise<TransformersModel> {
    const { loadModel } = await import('./load-model.js');
    return new TransformersModel(await loadModel('transformers', options));
  }
}

/** A model behind one or more OpenAI-compatible servers. */
export class OpenAiModel extends Model {
  static async load(options: OpenAiOptions): Promise<OpenAiModel> {
    const { loadModel } = await import('./load-model.js');
    return new OpenAiModel(await loadModel('openai', options));
  }
}

/** No model, but text that is drawn from a list, for rehearsals and tests. */
export class ScriptedModel extends Model {
  static async load(options: ScriptedOptions = {}): Promise<ScriptedModel> {
    const { loadModel } = await import('./load-model.js');
    return new ScriptedModel(await loadModel('scripted', options));
  }
}

/** A backend of your own. Closing the model closes the backend. */
export class BackendModel extends Model {
  static async load(backend: OwnBackend, options: BackendOptions = {}): Promise<BackendModel> {
    const { loadOwnModel } = await import('./load-model.js');
    return new BackendModel(await loadOwnModel(backend, options));
  }
}
