/* Generated from schemas/config.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

export type Question = string;
export type Level = string;

/**
 * A config file. x-kind: an identity key changes the output, an operational key does not.
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
   * What the conditions share. `paired`: the set-up of each replicate (topic, seats, roles, speaker draws). `independent`: nothing. `balanced`: like `paired`, with personas, topics and roles dealt evenly. See docs/study.md.
   */
  design?: "paired" | "independent" | "balanced";
  /**
   * `original`: every key that is not in the file, and in which syndisco differs from the Python original, gets the original's value. `validate` and the log say which. See docs/from-the-original.md.
   */
  compatibility?: "original";
  /**
   * Folder for everything that a run writes.
   */
  run_dir?: string;
  actions?: ActionsSection;
  logging?: LoggingSection;
  notify?: NotifySection;
  model_parameters?: ModelSection;
  /**
   * Further models, for actors that name them: `discussions.experiment_variables.model`, `discussions.moderator.model`, the `model` of a role, and `annotation.models`. `max_tokens`, `ctx_width_tokens`, `disallowed_strings`, `stop_strings` and keys of `sampling` that a model leaves out are those of `model_parameters`, also where its `generation_kwargs` sets them; its `model_pseudoname` is its name here.
   */
  models?: {
    [k: string]: ModelSection;
  };
  discussions?: DiscussionsSection;
  annotation?: AnnotationSection;
  quality?: QualitySection;
  declared?: DeclaredSection;
  matrix?: MatrixSection;
  /**
   * The profile of `profiles` to use, for example with `--set profile=demo`.
   */
  profile?: string;
  /**
   * Named sets of overrides of any key, nested or dotted: a smaller study, another engine.
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
   * Annotate the discussions.
   */
  generate_annotations?: boolean;
  /**
   * Write the data set.
   */
  export_dataset?: boolean;
}
/**
 * What is logged, and where.
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
   * The lowest level that is logged, in upper or lower case. `warning` means `warn`, `critical` means `error`, `not_set` means `debug`.
   */
  level?: "error" | "critical" | "warn" | "warning" | "info" | "debug" | "not_set";
  /**
   * Of the log files: lines for people, or a JSON object a line with `at`, `level`, `text` and, where a line belongs to a job, `job`.
   */
  format?: "text" | "json";
  /**
   * Log files older than this are deleted.
   */
  keep_days?: number;
  /**
   * A new log file is started when this size is reached.
   */
  max_size?: string;
}
/**
 * Tells a person how a run ends and when it stalls, by a command, a webhook, or both. See docs/operating/notifications.md.
 */
export interface NotifySection {
  /**
   * What is told. `done`: everything is made. `failed`: the run ended with an error, or some jobs failed for good. `stalled`: no reply for `stalled_after_s`. `quality`: `quality.stop_above` stopped a model. `stopped`: a signal other than Ctrl-C, `--stop-after` or the token ceiling ended the run before everything was made.
   *
   * @minItems 1
   */
  events?: [
    "done" | "failed" | "stalled" | "quality" | "stopped",
    ...("done" | "failed" | "stalled" | "quality" | "stopped")[]
  ];
  /**
   * A program and its arguments, run without a shell in the folder of the config. Placeholders are filled in; its standard input is the message. A program with a `/` in it is a path.
   *
   * @minItems 1
   */
  command?: [string, ...string[]];
  webhook?: WebhookSection;
  /**
   * A run counts as stalled when no reply has come for so long; `status` and the progress block use the same limit.
   */
  stalled_after_s?: number;
}
/**
 * A web address that gets a JSON object by POST.
 */
export interface WebhookSection {
  /**
   * The environment variable that contains the address. The address is a secret: it is neither shown nor stored.
   */
  url_env: string;
  /**
   * What is sent, with placeholders in any text: `{message}`, `{event}`, `{study}`, `{status}`, `{done}`, `{total}`, `{elapsed}`, `{host}`, `{run_dir}`, `{reason}`. The default is what Slack and Mattermost expect.
   */
  body?: {};
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
 * Settings for every engine.
 */
export interface GeneralModelSection {
  /**
   * The engine: `llama_cpp` (GGUF files), `transformers` (ONNX folders), `openai` (servers), `scripted` (no model, for rehearsals), or the path of your own backend module.
   */
  library_type: string;
  /**
   * The weights: a GGUF file, or `hf:org/name:Q4_K_M` for one that `syndisco models pull` has downloaded; for `transformers` a folder or a hub id such as `org/name`; for `openai` the servers' name for the model, by default their first.
   */
  model_path?: string;
  /**
   * The model's name in the data set. A run warns if it looks like the name of another model.
   */
  model_pseudoname?: string;
  /**
   * Maximum length of a completion, in tokens. If the context has less room, a reply gets what the prompt leaves, but at least 256 (or `max_tokens`, if lower), and the comment records the reduced limit.
   */
  max_tokens?: number;
  /**
   * Maximum length of prompt and completion together, in tokens. If the history does not fit, the oldest comments are dropped first. `validate` reports how much room the longest prompt leaves.
   */
  ctx_width_tokens?: number;
  /**
   * Strings removed from the model's output.
   */
  disallowed_strings?: string[];
  /**
   * A reply ends before any of these, beside the names of those who take part. Labels are not cut.
   *
   * @maxItems 100
   */
  stop_strings?: string[];
  /**
   * For `llama_cpp` and `transformers`: the chat template to use in place of the model's own, as the path of a Jinja file, `chatml`, or `alpaca` (`### Instruction:` and `### Response:`). A server renders its own.
   */
  chat_template?: string;
  /**
   * Variables for the chat template, such as `date_string: 26 Jul 2024`, which is the default: templates show this day in place of today's. A server gets them as `chat_template_kwargs`.
   */
  template_variables?: {};
  /**
   * The same texts and labels on every run on the same machine, even one that was killed and resumed. `docs/performance.md` says what it costs. Servers cannot promise it.
   */
  reproducible?: boolean;
}
/**
 * Options of the `llama_cpp` engine.
 */
export interface LlamaCppSection {
  /**
   * Maximum number of threads; never more than the number of free cores.
   */
  inference_threads?: number;
  /**
   * Number of layers on the GPU; -1, or more than the model has, means all; 0 means none.
   */
  gpu_layers?: number;
  /**
   * Number of parallel completions, or `auto`, which measures at load how many are worthwhile. 1 gives the same texts on every run on the same machine.
   */
  parallel?: number | "auto";
  /**
   * Number of personas whose evaluated prompt stays in memory, each using as much memory as one completion; `auto` is the number of parallel completions, but from 8 to 32.
   */
  prefix_slots?: number | "auto";
  /**
   * Precision of the context in memory. `q8_0` takes half the memory of `f16`.
   */
  kv_cache_type?: "f16" | "f32" | "bf16" | "q8_0" | "q4_0";
  /**
   * `auto`: on for GPUs that support it, and for a quantized `kv_cache_type`.
   */
  flash_attention?: boolean | "auto";
  /**
   * Generation options under the names of llama-cpp-python, such as `{temperature: 0.2, repeat_penalty: 1.1}`: another spelling of keys of `sampling` and of `max_tokens`. An option that the engine cannot honour is an error.
   */
  generation_kwargs?: {};
  /**
   * Maximum number of tokens that a thinking model may spend on thinking; 0: none. Thoughts are never published and do not count towards `max_tokens`.
   */
  thinking_tokens?: number;
}
/**
 * Options of the `transformers` engine.
 */
export interface TransformersSection {
  /**
   * Generation options under the names of Hugging Face's `GenerationConfig`, such as `{max_new_tokens: 100, repetition_penalty: 1.1}`: another spelling of keys of `sampling` and of `max_tokens`. An option that the engine cannot honour is an error.
   */
  generation_kwargs?: {};
  /**
   * The weight file to load from the folder; q8 is `onnx/model_quantized.onnx`.
   */
  dtype?: "auto" | "fp32" | "fp16" | "q8" | "int8" | "uint8" | "q4" | "bnb4" | "q4f16";
  /**
   * Number of parallel completions. 1 gives the same texts on every run on the same machine.
   */
  parallel?: number;
}
/**
 * Options of the `openai` engine. The API key is read from the environment and is not stored in any file.
 */
export interface OpenaiSection {
  /**
   * URLs of the servers, up to `/v1`. All of them serve the same model; each request goes to the least loaded one.
   *
   * @minItems 1
   * @maxItems 1000
   */
  base_urls?: [string, ...string[]];
  /**
   * The environment variable that contains the API key, if the servers require one.
   */
  api_key_env?: string;
  /**
   * Maximum number of requests in flight, over all servers. Fewer are sent while the servers report that they are busy.
   */
  max_in_flight?: number;
  /**
   * A request is retried if its reply has not begun after this many seconds, or has not ended this many seconds later.
   */
  timeout_s?: number;
  /**
   * The run ends when no server has answered for this many seconds and none completes a request for one token; the same command resumes it later.
   */
  give_up_after_s?: number;
  /**
   * Generation options: those of `sampling` and `max_tokens` are another spelling of them, all others are added to `extra_body`, which is also the place for secrets.
   */
  generation_kwargs?: {};
  /**
   * Sent with every request, such as `reasoning_effort: low`; nothing that syndisco itself sends, such as `temperature`, and nothing for the chat template, which has `template_variables`. Only its hash is stored in the run directory, and no message shows it.
   */
  extra_body?: {};
}
/**
 * Options of the `scripted` engine.
 */
export interface ScriptedSection {
  /**
   * Number of parallel completions.
   */
  slots?: number;
  words?: ScriptedWordsSection;
  /**
   * Share of empty comments.
   */
  silence?: number;
  /**
   * Duration of a completion, in milliseconds.
   */
  delay_ms?: number;
}
/**
 * Number of words in a comment, drawn uniformly from this range.
 */
export interface ScriptedWordsSection {
  /**
   * Minimum number of words.
   */
  min?: number;
  /**
   * Maximum number of words.
   */
  max?: number;
}
/**
 * How tokens are sampled.
 */
export interface SamplingSection {
  /**
   * What the other keys of this section are if they are not given. `original`: the values of the Python original, which are temperature 0.2, top_p 0.95, top_k 40, min_p 0.05 and seed 42; for `transformers`, those of the model's `generation_config.json`. `sampling: original` is short for it.
   */
  defaults?: "syndisco" | "original";
  /**
   * One sampling seed for all replies; a turn that is tried again gets the next number.
   */
  seed?: number;
  /**
   * 0 always picks the most likely token.
   */
  temperature?: number;
  /**
   * Sample only from the most likely tokens that together have this probability; 1 means all.
   */
  top_p?: number;
  /**
   * Sample only from this many of the most likely tokens; 0 means no limit, which makes `top_p` slow: it then sorts the whole vocabulary for every token.
   */
  top_k?: number;
  /**
   * Sample only from tokens with at least this probability relative to the most likely one.
   */
  min_p?: number;
  /**
   * Makes tokens less likely that are among the last 64 of the reply: a positive logit is divided by this, a negative one multiplied. Servers have a window of their own. Without this key, a server applies what it has of its own: vLLM takes a `repetition_penalty` from the model's `generation_config.json`; `repeat_penalty: 1` lifts it. Annotators have no penalties, not even a server's own.
   */
  repeat_penalty?: number;
  /**
   * Subtracted from a token's logit for every time that it is among the last 64 of the reply.
   */
  frequency_penalty?: number;
  /**
   * Subtracted once from the logit of a token that is among the last 64 of the reply.
   */
  presence_penalty?: number;
}
/**
 * The discussions to make.
 */
export interface DiscussionsSection {
  files: DiscussionFilesSection;
  experiment_variables?: DiscussionVariablesSection;
  /**
   * Private questions to the participants, whose answers no participant sees, not even later the one who gave it. `answer` is a type as in `annotation.metrics`. `ask`: `before` the first comment, after `every` n turns, before each participant's `own_turn` (the cheapest: it has the history before it anyway), and `after` the discussion; by default `[before, after]`. `who` lists roles; by default everybody is asked. `controls`: `retest` asks again with nothing read in between, `no_exposure` asks as if no comment had been read; by default both, and opinion change is reported only beside both. `negates` names the probe whose question this one denies, to see whether answers are coherent. At most 20 probes.
   */
  probes?: {
    [k: string]: ProbeSection;
  };
  population?: PopulationSection;
  /**
   * Named instruction sets: `{name: troll, share: 0.3, instructions_path: troll.txt}`, `count: 2` or `chance: 0.3`. A share that is not a whole number of seats varies by one between replicates, so that it is met over all replicates (0.3 of 7: 2 or 3 each, 21 in 10). With a chance, every seat draws by itself (0.3 of 7: 0 to 7 each, 2.1 on average). Everyone else is a `participant`. `model` is a name from `models`.
   */
  roles?: RoleSection[];
  moderator?: ModeratorSection;
  turn_taking?: TurnTakingSection;
}
/**
 * Input files of the discussions, and where the discussions are written.
 */
export interface DiscussionFilesSection {
  /**
   * Folder with one `.txt` file per topic; its text is the seed opinion, an empty file is a topic without one. Other files are ignored.
   */
  topics_dir?: string;
  /**
   * Table of topics (CSV, JSON or JSONL, at most 20,000 rows) instead of `topics_dir`: `topic`, `opening` (or `opening_1`, `opening_2` …), `author` if fixed; a blank opening is none; further columns become `topic_…` in the data set. Or one row per comment: `topic`, `text`, and optionally `turn` and `author`.
   */
  topics_path?: string;
  /**
   * The participants' personas: a JSON file with an array or one object, a folder with one object per file, or a table (CSV, JSONL or Parquet, at most 100,000 rows) with a persona per row and a trait per column. To take a part of them, see `discussions.population`.
   */
  user_persona_path?: string;
  /**
   * Folder with one JSON file per persona; used instead of `user_persona_path`.
   */
  persona_dir?: string;
  /**
   * The list that `usernames: pseudonyms` draws from: a text file with one name a line; blank lines and lines that begin with `#` are skipped.
   */
  usernames_path?: string;
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
   * Another spelling of `mod_instructions_path`.
   */
  mod_instruction_path?: string;
  /**
   * Older spelling of `mod_instructions_path`.
   */
  moderator_instruction_path?: string;
  /**
   * JSON file with the moderator's persona, used instead of `moderator_attributes`. The moderator is called by its `username`, or `moderator` if it has none or a participant may have the same.
   */
  mod_persona_path?: string;
  /**
   * JSON file with the turn taking, as in older versions of the original: `conv_len`, `history_ctx_len`, `turn_manager_type`, `turn_manager_config`.
   */
  configs_path?: string;
  /**
   * Folder for finished discussions.
   */
  output_dir?: string;
}
/**
 * Who takes part, and the number of discussions.
 */
export interface DiscussionVariablesSection {
  /**
   * The model of all participants and of the moderator: a name from `models`. Roles and the moderator can name another one.
   */
  model?: string;
  /**
   * A moderator gets a turn after every participant's comment, and may stay silent.
   */
  include_mod?: boolean;
  /**
   * Total number of discussions. Raising it later adds the difference.
   */
  num_experiments?: number;
  /**
   * Number of participants in a discussion, all different; 1 is allowed, for a monologue or a dialogue with the moderator.
   */
  num_users?: number;
  /**
   * How many of a topic's seed opinions are posted at most. With 0, the discussion starts with the first speaker.
   */
  openings?: number;
  /**
   * What participants are called: by their persona's `username`, or by pseudonyms drawn at random for every discussion (for personas with equal usernames, or without).
   */
  usernames?: "persona" | "pseudonyms";
  /**
   * The first sentence of every prompt.
   */
  context_prompt?: string;
  /**
   * The order of a persona's traits in prompts: that of its file, or that of the Python original (username, age, sex, sexual_orientation, demographic_group, current_employment, education_level, special_instructions, personality_characteristics, then all others), which leaves empty traits out.
   */
  trait_order?: "file" | "original";
  /**
   * How actors are told who they are and what was said. `original`: sentences, and all comments in one message. `json`: the system text is JSON, as in version 2 of the original. `chat`: an actor's own comments are its own turns, those of the others messages of the user. For a module of your own, see docs/study.md.
   */
  prompt_layout?: string;
  /**
   * The moderator's traits, a string or a list.
   */
  moderator_attributes?: string[] | string;
  /**
   * Participants are told that they may stay silent. A role can override this.
   */
  may_stay_silent?: boolean;
}
export interface ProbeSection {
  question: string;
  answer: MetricSection;
  /**
   * @minItems 1
   */
  ask?: [("before" | "own_turn" | "after") | ProbeEvery, ...(("before" | "own_turn" | "after") | ProbeEvery)[]];
  /**
   * @minItems 1
   */
  who?: [string, ...string[]];
  controls?: ("retest" | "no_exposure")[];
  negates?: string;
}
export interface MetricSection {
  type: "integer" | "number" | "ordered" | "category" | "boolean" | "text" | "span";
  question?: Question;
  minimum?: number;
  maximum?: number;
  levels?: {
    [k: string]: Level;
  };
  values?: Level[];
  max_length?: number;
  cannot_judge?: boolean;
}
export interface ProbeEvery {
  every: number;
}
/**
 * Which of the personas take part in the study, where they come from a population: columns, a filter, and a random sample with weights or quotas. The names of columns are those of the file. What is drawn depends only on the file, these keys and the seed, and is the same for all conditions.
 */
export interface PopulationSection {
  /**
   * The traits of a persona, in their order, and the columns that they come from: `{username: name, age: AGEP}`. Other columns are no traits, but may be used below.
   */
  columns?: {
    [k: string]: string;
  };
  /**
   * Only personas with one of these values, or with a number in this range (its bounds included), in each of these columns.
   */
  where?: {
    [k: string]:
      string | number | boolean | [string | number | boolean, ...(string | number | boolean)[]] | PopulationRange;
  };
  /**
   * Number of personas drawn at random, without replacement, as the pool of the study.
   */
  size?: number;
  /**
   * The column with survey weights. Personas are drawn one after another, each time with probabilities in proportion to the weights of those left; a weight of 0 is never drawn.
   */
  weight?: string;
  /**
   * Shares of the sample by value, such as `{age_group: {18-29: 20, 30-49: 35, 50+: 45}}`; they need not add up to 1. Personas with other values are not drawn. Quotas for several columns are crossed: each combination of values has the product of its shares, rounded by largest remainders.
   */
  quota?: {
    [k: string]: {
      [k: string]: number;
    };
  };
}
export interface PopulationRange {
  from?: number;
  to?: number;
}
export interface RoleSection {
  name: string;
  instructions_path: string;
  count?: number;
  share?: number;
  chance?: number;
  may_stay_silent?: boolean;
  model?: string;
}
/**
 * The moderator, if `include_mod` is true.
 */
export interface ModeratorSection {
  /**
   * The moderator's model: a name from `models`.
   */
  model?: string;
  /**
   * `always`: in each of its turns, the moderator writes a comment or stays silent. `ask`: it is first asked whether it wants to intervene, yes or no, and with no the turn is silent.
   */
  may_intervene?: "always" | "ask";
  /**
   * The moderator is told how to stay silent. Set it to false if the instructions already explain this.
   */
  may_stay_silent?: boolean;
}
/**
 * Who speaks when, and how much of the discussion a speaker sees.
 */
export interface TurnTakingSection {
  /**
   * Number of participant turns after the seed opinion.
   */
  num_turns?: number;
  /**
   * Number of latest comments that a speaker sees; whose comments these are, `history_counts` says.
   */
  history_ctx_len?: number;
  /**
   * Whose comments count towards `history_ctx_len`: `all`, so that a moderator's comments take the place of participants', or only `participants`, with the moderator's comments since then on top, so that moderation does not shorten the memory.
   */
  history_counts?: "all" | "participants";
  /**
   * How earlier comments stand in a prompt: as they are, with a blank line between them, or `wrapped` at 70 columns, with one line break between them, as in the Python original.
   */
  history_format?: "paragraphs" | "wrapped";
  /**
   * Decides who speaks next. `mention` lets participants answer who were addressed as @name. For a module of your own, see docs/study.md.
   */
  turn_manager_type?: string;
  /**
   * When the moderator gets a turn: after every participant's turn, after every n-th, or if one of the conditions holds for the last one.
   */
  moderator_turns?: "after_each" | ModeratorEvery | ModeratorWhen;
  /**
   * How often a speaker is asked in a turn before its comment counts as missing: again, with another seed, if the reply was filtered, refused, failed, ended before any text, or spoke only for somebody else. A silent turn is not asked again.
   */
  tries_per_turn?: number;
  /**
   * A participant's silent turn: recorded as an empty comment, or `left_out` of the discussion, in which case the moderator gets no turn after it, as in the Python original. It is one of `num_turns` in both cases.
   */
  silent_participants?: "recorded" | "left_out";
  /**
   * Who speaks first under `round_robin`: whoever is seated after the author of the last seed opinion, or the first name in seating order, as in the Python original.
   */
  round_robin_start?: "after_opening" | "first_seat";
  /**
   * `random_weighted`: probability that the second-to-last speaker answers; `mention`: probability that an addressed participant answers.
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
 * The annotators, who annotate every discussion.
 */
export interface AnnotationSection {
  files: AnnotationFilesSection;
  columns?: AnnotationColumnsSection;
  /**
   * Further columns of `discussions_path` that the data set is to have. Others are not copied.
   *
   * @maxItems 200
   */
  carry_columns?: string[];
  experiment_variables?: AnnotationVariablesSection;
  /**
   * The annotators' models: names from `models`. Each annotator reads each discussion once with each of them.
   *
   * @minItems 1
   * @maxItems 100
   */
  models?: [string, ...string[]];
  /**
   * Which label stands for an answer. `draw`: drawn by `annotation.sampling`. `most_likely`: the most likely value. `expected`: the mean of an integer metric over the model's probabilities, and the most likely value of a category; only with engines that report probabilities.
   */
  label?: "draw" | "most_likely" | "expected";
  /**
   * Share of invalid labels above which the run stops, once it has 50 labels. It warns above 0.02 in any case.
   */
  max_invalid_labels?: number;
  /**
   * Labels with a lower `legal_mass` get the status `low_mass` and count as missing in data set, analysis and report. The documents keep them, so that the limit may change at any time.
   */
  min_legal_mass?: number;
  /**
   * How often each annotator annotates each discussion. A repeat asks the same questions with other draws; it shows how stable an annotator is, and is not another annotator. May be raised later.
   */
  repeats?: number;
  sample?: AnnotationSampleSection;
  sampling?: AnnotationSamplingSection;
  /**
   * Labels that annotators give each comment; they become columns ([types](labels.md)). Without metrics, annotators answer in free text. At most 20 metrics; an integer has at most 200 levels, a category 2 to 200 values. `cannot_judge: false` removes the answer "cannot judge".
   */
  metrics?: {
    [k: string]: MetricSection;
  };
  /**
   * Further forms of the same questions, to see whether order and wording bias the labels: each annotator annotates each discussion in each form too, beside the plain one ([forms](labels.md#forms)). More may be added later.
   */
  forms?: {
    [k: string]: FormSection;
  };
}
/**
 * Input files of the annotation, and where the annotations are written.
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
   * Table of comments to annotate, in place of `discussions_dir`: CSV or JSON lines, one comment per row ([annotate your own data](annotate-your-own-data.md)). They are imported once, into the run directory.
   */
  discussions_path?: string;
  /**
   * Folder for finished annotations.
   */
  output_dir?: string;
}
/**
 * What the columns of `discussions_path` are called; all but `text` may be left out. In JSON lines, `meta.score` is the key `score` in `meta`.
 */
export interface AnnotationColumnsSection {
  /**
   * The comment.
   */
  text: string;
  /**
   * The discussion that a comment belongs to. Without it, every comment is one of its own.
   */
  discussion?: string;
  /**
   * What `reply_to` refers to. Without it, or where it is empty, `row-7` is the comment in line 7.
   */
  id?: string;
  /**
   * Who wrote it. Without it, or where it is empty, `anonymous`.
   */
  speaker?: string;
  /**
   * When it was written: ISO 8601, or seconds since 1970. Comments of a discussion are in this order, otherwise in that of the file.
   */
  time?: string;
  /**
   * The id of the comment that it answers.
   */
  reply_to?: string;
  /**
   * The condition of its discussion. Without it, the name of the file.
   */
  condition?: string;
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
   * The moderator's comments are among the earlier comments that annotators see. Hidden ones do not count towards `history_ctx_len`.
   */
  show_moderator_in_context?: boolean;
  /**
   * The original's key: sets both `annotate_moderator` and `show_moderator_in_context`.
   */
  include_mod_comments?: boolean;
  /**
   * Whose names annotators do not see: the moderator's, or everyone's. Masked speakers are called `user1`, `user2` … in the order in which they first speak, also where comments mention them.
   */
  mask_names?: "none" | "moderator" | "all";
  /**
   * Number of comments shown before the annotated one.
   */
  history_ctx_len?: number;
  /**
   * The first sentence of every prompt.
   */
  context_prompt?: string;
  /**
   * The annotated comment is one of the `history_ctx_len` comments, as in the Python original, so that one fewer comes before it.
   */
  history_counts_comment?: boolean;
  /**
   * As in `discussions.turn_taking`.
   */
  history_format?: "paragraphs" | "wrapped";
  /**
   * As in `discussions.experiment_variables`.
   */
  trait_order?: "file" | "original";
  /**
   * The system text of annotators: sentences, or JSON as in version 2 of the original.
   */
  prompt_layout?: "original" | "json";
}
/**
 * Annotates a random sample of the discussions in place of all.
 */
export interface AnnotationSampleSection {
  /**
   * The share of the discussions, and the probability of each to be annotated, to six decimals. May later be raised to a whole multiple or to 1, which keeps what is sampled.
   */
  fraction: number;
  /**
   * The sample has the same share of every condition, to less than one discussion. Paired and balanced designs sample the same replicates in every condition.
   */
  by?: "condition";
}
/**
 * How annotators' answers are drawn. By default from the model's own distribution, with nothing cut off, whatever `model_parameters.sampling` says.
 */
export interface AnnotationSamplingSection {
  /**
   * As in `model_parameters.sampling`.
   */
  defaults?: "syndisco" | "original";
  /**
   * One sampling seed for all answers.
   */
  seed?: number;
  /**
   * 0 always picks the most likely answer.
   */
  temperature?: number;
  /**
   * As in `model_parameters.sampling`; 1 means all.
   */
  top_p?: number;
  /**
   * As in `model_parameters.sampling`; 0 means no limit.
   */
  top_k?: number;
  /**
   * As in `model_parameters.sampling`; 0 means no limit.
   */
  min_p?: number;
}
export interface FormSection {
  scale?: "reversed";
  questions?: {
    [k: string]: Question;
  };
  comments?: "shuffled";
}
/**
 * Faults of generated comments, which detectors look for in every reply as the model gave it.
 */
export interface QualitySection {
  /**
   * How often a turn is asked again because of a detector with the policy `resample`. The last try is kept, whatever is found in it.
   */
  resample_budget?: number;
  /**
   * Detectors of your own beside the built-in ones: `{shouting: ./shouting.mjs}`, a module that exports `finds(raw, known)` (docs/quality.md). They flag, and `stop_above` can name them. Names have lowercase letters, digits and underscores.
   */
  detectors?: {
    [k: string]: string;
  };
  /**
   * Stops making discussions of a model when a detector finds something in more of its first tries than this: `{template_echo: 10%}`. The other models go on.
   */
  stop_above?: {
    [k: string]: string;
  };
  /**
   * Replies of a model before `stop_above` applies to it.
   */
  stop_after?: number;
  policy?: QualityPolicySection;
}
/**
 * What is done about a reply in which a detector finds something (identity). `flag`: the comment is marked. `strip`: what was found is taken out, and the comment marked. `resample`: the turn is asked again with another seed, up to `resample_budget` times; all tries are kept. Only detectors that are precise enough may strip or resample: docs/quality.md has the figures.
 */
export interface QualityPolicySection {
  /**
   * Marks of a chat template or headings of a prompt (`<|im_start|>`, `### Response:`, `Human:`), or a blank of a form that nobody filled in (`[Your name]`).
   */
  template_echo?: "flag" | "strip" | "resample";
  /**
   * The reply goes on as somebody else: another participant, the moderator, or somebody made up.
   */
  speaks_for_others?: "flag" | "strip" | "resample";
  /**
   * The reply has the turns of two speakers or more.
   */
  several_speakers?: "flag" | "strip" | "resample";
  /**
   * The reply begins with the name of its speaker or of another one, as `anna:` or `User anna posted:`.
   */
  name_prefix?: "flag" | "strip" | "resample";
  /**
   * A code fence, or tags, JSON or a heading around the comment.
   */
  markup?: "flag" | "strip" | "resample";
  /**
   * Quotation marks around the whole comment.
   */
  quoted?: "flag" | "strip" | "resample";
  /**
   * The model declines to write the comment.
   */
  refusal?: "flag" | "strip" | "resample";
  /**
   * The speaker says that it is an AI, an assistant, or playing a role.
   */
  persona_break?: "flag" | "strip" | "resample";
  /**
   * Talk about the writing instead of a comment: `Here is a short comment:`, `Let me know if you would like another version`.
   */
  meta_talk?: "flag" | "strip" | "resample";
  /**
   * A sentence of 8 words or more, or nearly the whole comment, copied from an earlier comment of the same speaker.
   */
  repeats_self?: "flag" | "strip" | "resample";
  /**
   * The same, copied from somebody else.
   */
  repeats_others?: "flag" | "strip" | "resample";
  /**
   * A sentence twice in the same comment, or a loop of words.
   */
  repeats_within?: "flag" | "strip" | "resample";
  /**
   * Another language than that of the discussion, in the comment or in a large part of it.
   */
  language_drift?: "flag" | "strip" | "resample";
  /**
   * The reply was cut off at max_tokens.
   */
  truncated?: "flag" | "strip" | "resample";
  /**
   * No text from a speaker who was not told that silence is allowed.
   */
  empty?: "flag" | "strip" | "resample";
  /**
   * The speaker addresses itself, or speaks of itself by name.
   */
  self_mention?: "flag" | "strip" | "resample";
  /**
   * An `@name` whom nobody in the discussion is called.
   */
  mentions_nobody?: "flag" | "strip" | "resample";
  /**
   * The model's reasoning: `<think>`, or `Okay, the user wants me to …`.
   */
  think_leak?: "flag" | "strip" | "resample";
  /**
   * 8 words or more of the speaker's own instructions, word for word.
   */
  prompt_leak?: "flag" | "strip" | "resample";
}
/**
 * Decisions made before the data were seen. They are frozen with the plan: later changes are rejected.
 */
export interface DeclaredSection {
  /**
   * Comparisons: `{factor: moderation, levels: [none, strict], within: {model: small}}`.
   */
  contrasts?: ContrastSection[];
  /**
   * Rules, in words, for excluding discussions or comments from the analysis.
   */
  exclusions?: string[];
  /**
   * When to stop adding replicates, in words.
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
   * Each level overrides keys of model_parameters, models and discussions, nested or dotted (`discussions.turn_taking.num_turns: 5`); null unsets a key. A factor whose levels override keys of annotation makes no conditions: every discussion is annotated at each of its levels, the first being the default annotation set. A level without keys leaves the config unchanged. `{from: rules/*.txt, sets: discussions.files.mod_instructions_path}` makes one level of each file. Factors become columns of the data set.
   */
  factors: {
    [k: string]: {
      [k: string]: {
        [k: string]: unknown;
      } | null;
    };
  };
  /**
   * Excluded combinations: `{factor: level}` or `{factor: [levels]}`, for one or more factors.
   */
  exclude?: {
    [k: string]: string | number | boolean | (string | number | boolean)[];
  }[];
  /**
   * `{levels: {factor: level}, num_experiments: n, set: {keys}}` for the conditions with these levels. An entry that names a level of every factor restores an excluded combination.
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
