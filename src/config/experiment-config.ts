/** What one config file describes, after defaults, overrides and older spellings: every path absolute, nothing optional by accident. */
export interface ExperimentConfig {
  name: string;
  /** The YAML file. */
  file: string;
  seed: number;
  /** False when the fixed default is in use, which is said once. */
  seedIsGiven: boolean;
  runDir: string;
  actions: { generate: boolean; annotate: boolean; export: boolean };
  logging: LoggingConfig;
  model: ModelConfig;
  /** Absent when the config describes no discussions. */
  discussions?: DiscussionsConfig;
  /** Absent when the config describes no annotation. */
  annotation?: AnnotationConfig;
  export: ExportConfig;
}

export interface LoggingConfig {
  printToTerminal: boolean;
  writeToFile: boolean;
  dir: string;
  level: 'error' | 'warn' | 'info' | 'debug';
  keepDays: number;
  maxSizeBytes: number;
}

export interface ModelConfig {
  /** `llama_cpp`, `transformers`, `scripted`, or the absolute path of a backend module. */
  engine: string;
  /** Absolute when it is a path; empty for engines that need none. */
  path: string;
  /** `model_pseudoname`: what the data set says. */
  name: string;
  maxTokens: number;
  contextTokens: number;
  disallowedStrings: readonly string[];
  sampling: { temperature: number; topP: number; topK?: number; minP?: number };
  /** The section named after the engine, as written. */
  llamaCpp: LlamaCppOptions;
  transformers: { dtype: string };
  scripted: ScriptedOptions;
}

/** Options of the `llama_cpp` engine. */
export interface LlamaCppOptions {
  /** Most threads. */
  inferenceThreads?: number;
  gpuLayers: number;
  /** Completions made at once. */
  parallel: number | 'auto';
  /** Personas whose prefix is kept evaluated. */
  prefixSlots: number | 'auto';
  cacheType: 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0';
  flashAttention: boolean | 'auto';
  thinkingTokens: number;
}

/** What the `scripted` engine plays: see docs/scripted.md. */
export interface ScriptedOptions {
  /** Requests in flight. */
  slots: number;
  /** Words of a reply, uniformly drawn. */
  words: { min: number; max: number };
  /** Share of empty replies. */
  silence: number;
  delayMs: number;
}

export interface DiscussionsConfig {
  topicsDir: string;
  /** A JSON file (one object or an array), or a directory with one object per file. */
  personas: string;
  instructionsPath: string;
  /** Absent without a moderator. */
  moderator?: { instructionsPath: string; attributes: readonly string[] };
  /** Where finished discussions go when the config names a folder; otherwise `<run_dir>/discussions`. */
  outputDir: string;
  contextPrompt: string;
  replicates: number;
  /** Seats per discussion; `all`: every persona takes part. */
  participants: number | 'all';
  turnTaking: TurnTaking;
}

export interface TurnTaking {
  /** Participant turns after the seed opinion. */
  turns: number;
  historyLength: number;
  manager: 'round_robin' | 'random_weighted' | 'random';
  respondProbability: number;
}

export interface AnnotationConfig {
  personas: string;
  instructionsPath: string;
  outputDir: string;
  /** Where the discussions to annotate lie. */
  discussionsDir: string;
  contextPrompt: string;
  includeModeratorComments: boolean;
  historyLength: number;
}

export interface ExportConfig {
  /** The CSV file. */
  path: string;
  discussionsDir: string;
  annotationsDir: string;
}
