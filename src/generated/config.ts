/* Generated from schemas/config.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * What one config file may say. x-kind: an identity key changes what is made, an operational key does not.
 */
export interface ConfigFile {
  /**
   * Name of the experiment.
   */
  experiment?: string;
  /**
   * Every random choice and every sampling seed derives from it.
   */
  seed?: number;
  /**
   * What conditions share: `paired` the set-up of each replicate (topic, seats, roles, speaker draws), `independent` nothing, `balanced` like paired with personas, topics and roles dealt evenly. See docs/study.md.
   */
  design?: "paired" | "independent" | "balanced";
  /**
   * Folder for everything that a run writes.
   */
  run_dir?: string;
  actions?: ActionsSection;
  logging?: LoggingSection;
  model_parameters?: ModelSection;
  discussions?: DiscussionsSection;
  annotation?: AnnotationSection;
  declared?: DeclaredSection;
  matrix?: MatrixSection;
  /**
   * Which of `profiles` is used, for example with `--set profile=demo`.
   */
  profile?: string;
  /**
   * Named sets of overrides, nested or dotted, of any key: a study scaled down, another engine.
   */
  profiles?: {
    [k: string]: {
      [k: string]: unknown;
    };
  };
  dataset_export?: ExportSection;
}
/**
 * What `syndisco run` does.
 */
export interface ActionsSection {
  /**
   * Make the discussions.
   */
  generate_discussions?: boolean;
  /**
   * Let the annotators rate the discussions.
   */
  generate_annotations?: boolean;
  /**
   * Write the data set.
   */
  export_dataset?: boolean;
}
/**
 * What is logged, and where to.
 */
export interface LoggingSection {
  /**
   * Log on stderr.
   */
  print_to_terminal?: boolean;
  /**
   * Log to files.
   */
  write_to_file?: boolean;
  /**
   * Folder of the log files.
   */
  logs_dir?: string;
  /**
   * The least serious message that is logged, in upper or lower case. `warning` means `warn`, `critical` means `error`.
   */
  level?: "error" | "critical" | "warn" | "warning" | "info" | "debug";
  /**
   * Log files older than this are deleted.
   */
  keep_days?: number;
  /**
   * A log file that reaches this size is followed by a new one.
   */
  max_size?: string;
}
/**
 * The model and the engine that runs it.
 */
export interface ModelSection {
  general: GeneralModelSection;
  llama_cpp?: LlamaCppSection;
  transformers?: TransformersSection;
  openai?: OpenaiSection;
  scripted?: ScriptedSection;
  sampling?: SamplingSection;
}
/**
 * What every engine needs to know.
 */
export interface GeneralModelSection {
  /**
   * The engine: `llama_cpp` (GGUF files), `transformers` (ONNX folders), `openai` (servers), `scripted` (no model, for rehearsals), or the path of your own backend module.
   */
  library_type: string;
  /**
   * The weights: a GGUF file; for `transformers` a folder or a hub id such as `org/name`; for `openai` the name that the servers give the model, by default their first.
   */
  model_path?: string;
  /**
   * What the data set calls the model. A run warns when the name seems to be that of another model.
   */
  model_pseudoname?: string;
  /**
   * Longest completion, in tokens. Where the context has less room, a reply gets what the prompt leaves, but no less than 256 (or `max_tokens`, if that is less), and the comment says so.
   */
  max_tokens?: number;
  /**
   * Longest prompt and completion together, in tokens. What does not fit drops the oldest history first. `validate` says how much the longest prompt leaves.
   */
  ctx_width_tokens?: number;
  /**
   * Removed from what the model says.
   */
  disallowed_strings?: string[];
}
/**
 * Options of the `llama_cpp` engine.
 */
export interface LlamaCppSection {
  /**
   * At most this many threads; never more than there are free cores.
   */
  inference_threads?: number;
  /**
   * Layers that go to the GPU; -1 or a number past the model's layers means all, 0 none.
   */
  gpu_layers?: number;
  /**
   * Completions made at the same time, or `auto`, which measures at load how many pay off. 1 gives the same texts on every run of the same machine.
   */
  parallel?: number | "auto";
  /**
   * Persona texts that are kept evaluated, each in as much memory as one completion; `auto` is as many as completions, from 8 to 32.
   */
  prefix_slots?: number | "auto";
  /**
   * Precision of the context in memory. `q8_0` takes half the memory of `f16`.
   */
  kv_cache_type?: "f16" | "f32" | "bf16" | "q8_0" | "q4_0";
  /**
   * `auto`: on a GPU where it can be had, and with a quantized `kv_cache_type`.
   */
  flash_attention?: boolean | "auto";
  /**
   * How long a thinking model may think before it speaks; 0: not at all. Thoughts are never published and not counted in `max_tokens`.
   */
  thinking_tokens?: number;
}
/**
 * Options of the `transformers` engine.
 */
export interface TransformersSection {
  /**
   * Which of the folder's weight files is loaded; q8 is `onnx/model_quantized.onnx`.
   */
  dtype?: "auto" | "fp32" | "fp16" | "q8" | "int8" | "uint8" | "q4" | "bnb4" | "q4f16";
  /**
   * Completions made at the same time. 1 gives the same texts on every run of the same machine.
   */
  parallel?: number;
}
/**
 * Options of the `openai` engine. The key is read from the environment and stands in no file.
 */
export interface OpenaiSection {
  /**
   * Addresses of the servers, up to `/v1`. All of them serve the same model; each request goes to the least loaded one.
   *
   * @minItems 1
   * @maxItems 1000
   */
  base_urls?: [string, ...string[]];
  /**
   * The environment variable that holds the key, if the servers want one.
   */
  api_key_env?: string;
  /**
   * Most requests under way at the same time, at all servers together. Fewer are sent while the servers say that they are busy.
   */
  max_in_flight?: number;
  /**
   * A request without an answer for so many seconds is made again.
   */
  timeout_s?: number;
  /**
   * When no server has answered for so many seconds, and none completes a request for one token, the run ends; the same command goes on later.
   */
  give_up_after_s?: number;
  /**
   * Sent as it is with every request, such as `chat_template_kwargs: {enable_thinking: false}`. The run directory keeps only its hash, and no message shows it.
   */
  extra_body?: {};
}
/**
 * Options of the `scripted` engine.
 */
export interface ScriptedSection {
  /**
   * Completions made at the same time.
   */
  slots?: number;
  words?: ScriptedWordsSection;
  /**
   * Share of empty comments.
   */
  silence?: number;
  /**
   * How long a completion takes, in milliseconds.
   */
  delay_ms?: number;
}
/**
 * Length of a comment, drawn evenly between the two.
 */
export interface ScriptedWordsSection {
  /**
   * Fewest words.
   */
  min?: number;
  /**
   * Most words.
   */
  max?: number;
}
/**
 * How the next token is drawn.
 */
export interface SamplingSection {
  /**
   * 0 always takes the likeliest token.
   */
  temperature?: number;
  /**
   * Only the likeliest tokens that make up this share of the probability; 1 means all.
   */
  top_p?: number;
  /**
   * Only this many of the likeliest tokens; 0 means no limit, which makes `top_p` slow: it then sorts the whole vocabulary for every token.
   */
  top_k?: number;
  /**
   * Only tokens at least this likely, relative to the likeliest.
   */
  min_p?: number;
}
/**
 * The discussions to make.
 */
export interface DiscussionsSection {
  files: DiscussionFilesSection;
  experiment_variables?: DiscussionVariablesSection;
  /**
   * Named instruction sets: `{name: troll, share: 0.3, instructions_path: troll.txt}` or `count: 2`. A share that is no whole number of seats varies by one between replicates, so that it is met over them (0.3 of 7: 2 or 3 each, 21 in 10). Everybody else is a `participant`.
   */
  roles?: RoleSection[];
  moderator?: ModeratorSection;
  turn_taking?: TurnTakingSection;
}
/**
 * What the discussions are made of, and where they go.
 */
export interface DiscussionFilesSection {
  /**
   * Folder with one `.txt` file per topic; its text is the seed opinion. Other files are left out.
   */
  topics_dir?: string;
  /**
   * Table of topics (CSV, JSON or JSONL, at most 20,000 rows) in place of `topics_dir`: `topic`, `opening` (or `opening_1`, `opening_2` …), `author` if it is fixed; further columns reach the data set as `topic_…`.
   */
  topics_path?: string;
  /**
   * The participants' personas: a JSON file with an array or one object, or a folder with one object per file.
   */
  user_persona_path?: string;
  /**
   * Folder with one JSON file per persona; stands in place of `user_persona_path`.
   */
  persona_dir?: string;
  /**
   * Text file with the participants' instructions.
   */
  user_instructions_path?: string;
  /**
   * Older spelling of `user_instructions_path`.
   */
  user_instruction_path?: string;
  /**
   * Text file with the moderator's instructions.
   */
  mod_instructions_path?: string;
  /**
   * Older spelling of `mod_instructions_path`.
   */
  moderator_instruction_path?: string;
  /**
   * JSON file that says the turn taking, as older versions of the original had it: `conv_len`, `history_ctx_len`, `turn_manager_type`, `turn_manager_config`.
   */
  configs_path?: string;
  /**
   * Folder of the finished discussions.
   */
  output_dir?: string;
}
/**
 * Who takes part, and how many discussions there are.
 */
export interface DiscussionVariablesSection {
  /**
   * A moderator gets a turn after every participant's comment, and may stay silent.
   */
  include_mod?: boolean;
  /**
   * How many discussions there are in the end. Raising it later adds the difference.
   */
  num_experiments?: number;
  /**
   * Participants of a discussion, all different.
   */
  num_users?: number;
  /**
   * The first sentence of every prompt.
   */
  context_prompt?: string;
  /**
   * The moderator's traits, one text or a list.
   */
  moderator_attributes?: string[] | string;
  /**
   * Participants are told that they may say nothing. A role can say otherwise.
   */
  may_stay_silent?: boolean;
}
export interface RoleSection {
  name: string;
  instructions_path: string;
  count?: number;
  share?: number;
  may_stay_silent?: boolean;
}
/**
 * The moderator, where `include_mod` is true.
 */
export interface ModeratorSection {
  /**
   * The moderator is told how to say nothing. Set it to false where the instructions say it themselves.
   */
  may_stay_silent?: boolean;
}
/**
 * Who speaks when, and what a speaker sees.
 */
export interface TurnTakingSection {
  /**
   * Participants' turns after the seed opinion.
   */
  num_turns?: number;
  /**
   * How many of the last comments a speaker sees.
   */
  history_ctx_len?: number;
  /**
   * Decides who speaks next: `mention` lets those answer who were addressed as @name. A module is your own: see docs/study.md.
   */
  turn_manager_type?: string;
  /**
   * When the moderator gets a turn: after each participant's turn, after every n-th, or when one of the conditions holds for the last one.
   */
  moderator_turns?: "after_each" | ModeratorEvery | ModeratorWhen;
  /**
   * `random_weighted`: how often the second-to-last speaker answers; `mention`: how often somebody who was addressed does.
   */
  respond_probability?: number;
}
export interface ModeratorEvery {
  every: number;
}
export interface ModeratorWhen {
  when: ModeratorConditions;
}
export interface ModeratorConditions {
  addressed?: true;
  /**
   * @minItems 1
   */
  words?: [string, ...string[]];
  longer_than?: number;
  silent_turns?: number;
}
/**
 * The annotators, who read every discussion.
 */
export interface AnnotationSection {
  files: AnnotationFilesSection;
  experiment_variables?: AnnotationVariablesSection;
  /**
   * What annotators answer about each comment: labels that become columns. Without it they answer in their own words. At most 20; an integer has at most 101 levels, a category 2 to 100 values. `cannot_judge: false` takes the answer "cannot judge" away.
   */
  metrics?: {
    [k: string]: MetricSection;
  };
}
/**
 * What the annotations are made of, and where they go.
 */
export interface AnnotationFilesSection {
  /**
   * The annotators' personas: a JSON file with an array or one object, or a folder with one object per file.
   */
  annotator_persona_path: string;
  /**
   * Text file with the annotators' instructions.
   */
  instruction_path: string;
  /**
   * Folder of the discussions to annotate, ours or the original's.
   */
  discussions_dir?: string;
  /**
   * Folder of the finished annotations.
   */
  output_dir?: string;
}
/**
 * What annotators are told and shown.
 */
export interface AnnotationVariablesSection {
  /**
   * The moderator's comments are annotated too.
   */
  annotate_moderator?: boolean;
  /**
   * The moderator's comments are among the earlier comments that annotators see. Hidden ones use up no place of `history_ctx_len`.
   */
  show_moderator_in_context?: boolean;
  /**
   * The original's key: sets both `annotate_moderator` and `show_moderator_in_context`.
   */
  include_mod_comments?: boolean;
  /**
   * How many comments before the annotated one are shown.
   */
  history_ctx_len?: number;
  /**
   * The first sentence of every prompt.
   */
  context_prompt?: string;
}
export interface MetricSection {
  type: "integer" | "category";
  minimum?: number;
  maximum?: number;
  values?: string[];
  cannot_judge?: boolean;
}
/**
 * What was decided before the data were seen. It is frozen with the plan: changing it later is refused.
 */
export interface DeclaredSection {
  /**
   * Comparisons: `{factor: moderation, levels: [none, strict], within: {model: small}}`.
   */
  contrasts?: ContrastSection[];
  /**
   * Rules, in words, by which discussions or comments are left out of the analysis.
   */
  exclusions?: string[];
  /**
   * When no more replicates are added, in words.
   */
  stopping_rule?: string;
}
export interface ContrastSection {
  factor: string;
  /**
   * @minItems 2
   * @maxItems 2
   */
  levels: [string, string];
  within?: {
    [k: string]: string;
  };
}
/**
 * Factors of the design: every combination of their levels is a condition.
 */
export interface MatrixSection {
  /**
   * Each level overrides keys of model_parameters and discussions, nested or dotted (`discussions.turn_taking.num_turns: 5`). A level without keys is the config as it stands. Factors become columns of the data set.
   */
  factors: {
    [k: string]: {
      [k: string]: {
        [k: string]: unknown;
      } | null;
    };
  };
  /**
   * Combinations that are left out: `{factor: level}` or `{factor: [levels]}`, for as many factors as you name.
   */
  exclude?: {
    [k: string]: string | number | boolean | (string | number | boolean)[];
  }[];
  /**
   * `{levels: {factor: level}, num_experiments: n, set: {keys}}` for the conditions that have these levels. One that names a level of every factor brings back what exclude left out.
   */
  include?: MatrixInclude[];
}
export interface MatrixInclude {
  levels: {
    [k: string]: string | number | boolean | (string | number | boolean)[];
  };
  num_experiments?: number;
  set?: {
    [k: string]: unknown;
  };
}
/**
 * The data set.
 */
export interface ExportSection {
  /**
   * The file, if it ends in `.csv`; otherwise a folder, which gets `dataset.csv`.
   */
  export_path?: string;
  /**
   * Folder of the discussions to export, ours or the original's, at any depth.
   */
  discussion_root_dir?: string;
  /**
   * Folder of the annotations to export, at any depth.
   */
  annotation_root_dir?: string;
}
