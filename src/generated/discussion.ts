/* Generated from schemas/discussion.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * The detectors that found something in raw_text, see docs/quality.md; empty if none did. Absent if none looked: texts that no model wrote, and documents of earlier versions.
 */
export type Flags = string[];
/**
 * SHA-256, in hex, of all bytes of the file before the comma in front of this key. The last key.
 */
export type DocumentSum = string;

/**
 * A published discussion. Contains the original's keys (id … logs) and our own.
 */
export interface Discussion {
  /**
   * The job id.
   */
  id: string;
  /**
   * yy-mm-dd-HH-MM in local time, as the original writes it.
   */
  timestamp: string;
  /**
   * Participants' names in seating order.
   */
  users: string[];
  moderator: string | null;
  /**
   * System prompts, in the order of users.
   */
  user_prompts: string[];
  moderator_prompt: string | null;
  /**
   * Number of history comments shown.
   */
  ctx_length: number;
  logs: PublishedComment[];
  probes?: PublishedProbes;
  /**
   * When the discussion was finished; ISO 8601, UTC.
   */
  created_at: string;
  experiment: string;
  condition: string;
  /**
   * Factor to level: the condition's cell of the design. Absent without a matrix.
   */
  factors?: {
    [k: string]: string;
  };
  replicate: number;
  topic: string;
  /**
   * Further columns of the topic's row; absent for a topic from a text file.
   */
  topic_metadata?: {
    [k: string]: string | number | boolean | null;
  };
  participants: PublishedParticipant[];
  /**
   * All keys of the moderator's persona; absent if it has none.
   */
  moderator_persona?: {
    [k: string]: unknown;
  };
  /**
   * The experiment's seed.
   */
  seed: number;
  model: ModelIdentity;
  /**
   * All models of the discussion. The first, which is also in model, is the participants'. Absent if there is only one.
   */
  models?: ModelIdentity[];
  /**
   * Format of the file; absent in documents of format 1, which have no specification and no sum.
   */
  format?: 2;
  specification?: JobSpecification;
  /**
   * SHA-256 of the job's complete specification.
   */
  job_hash: string;
  sum?: DocumentSum;
}
export interface PublishedComment {
  name: string;
  /**
   * Empty if the actor stayed silent, or if the comment is missing.
   */
  text: string;
  /**
   * The model's name, "hardcoded" for a seed opinion, or "injected" for a comment that a program put in.
   */
  model: string;
  /**
   * Index in logs, seed opinions included.
   */
  turn: number;
  role: "participant" | "moderator";
  /**
   * The model's output before cleaning.
   */
  raw_text?: string;
  /**
   * The sampling seed of this turn.
   */
  seed?: number;
  finish_reason?: "stop" | "stop_string" | "length" | "no_text" | "content_filter" | "refused" | "failed";
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  /**
   * Why the turn has no text although the actor did not choose to be silent; absent otherwise. other_speaker: the reply spoke only for somebody else; the others are finish reasons.
   */
  missing?: "no_text" | "content_filter" | "refused" | "failed" | "other_speaker";
  /**
   * The earlier tries of this turn, which gave no comment or were resampled; absent if there were none.
   */
  failed_tries?: FailedTry[];
  /**
   * What was taken out of raw_text because the actor did not say it as a comment; absent if nothing was. own_prefix: the speaker's own prefix at the start; other_speaker: all from where the reply went on for somebody else; dangling_prefix: the half of a prefix at the end; the others are detectors with the policy strip.
   */
  repairs?: (
    | "own_prefix"
    | "other_speaker"
    | "dangling_prefix"
    | "template_echo"
    | "name_prefix"
    | "markup"
    | "quoted"
    | "think_leak"
  )[];
  flags?: Flags;
  dropped_blocks?: number;
  /**
   * Maximum reply length in tokens, if the context left less than the configured max_tokens; otherwise absent.
   */
  max_tokens?: number;
  /**
   * The model that the server named in its reply, if it is not literally the one that was asked for; otherwise absent.
   */
  served_model?: string;
  intervention?: InterventionDecision;
}
export interface FailedTry {
  raw_text: string;
  /**
   * The comment that the try would have given; absent if it gave none.
   */
  text?: string;
  flags?: Flags;
  /**
   * The detectors because of which the turn was tried again; absent if the try gave no comment.
   */
  resampled?: string[];
  seed: number;
  finish_reason: "stop" | "stop_string" | "length" | "no_text" | "content_filter" | "refused" | "failed";
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  dropped_blocks?: number;
  served_model?: string;
  max_tokens?: number;
  /**
   * Why the turn has no text although the actor did not choose to be silent; absent otherwise. other_speaker: the reply spoke only for somebody else; the others are finish reasons.
   */
  missing?: "no_text" | "content_filter" | "refused" | "failed" | "other_speaker";
}
/**
 * The moderator's answer when it was asked whether it wants to intervene; absent if it was not asked.
 */
export interface InterventionDecision {
  /**
   * no: the turn is silent. unclear: the answer was neither yes nor no, and the turn was taken.
   */
  decision: "yes" | "no" | "unclear";
  raw_text: string;
  seed: number;
  finish_reason: "stop" | "stop_string" | "length" | "no_text" | "content_filter" | "refused" | "failed";
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  dropped_blocks?: number;
  served_model?: string;
  max_tokens?: number;
}
/**
 * Private questions to the participants and their answers, which nobody saw in the discussion; absent without probes.
 */
export interface PublishedProbes {
  /**
   * By the probe's name.
   */
  questions: {
    [k: string]: PublishedProbe;
  };
  /**
   * In the order of asking.
   */
  answers: ProbeAnswer[];
}
export interface PublishedProbe {
  question: string;
  answer: PublishedMetric;
  controls: ("retest" | "no_exposure")[];
  /**
   * The probe whose question this one denies.
   */
  negates?: string;
}
export interface PublishedMetric {
  type: "integer" | "number" | "ordered" | "category" | "boolean" | "text" | "span";
  question?: string;
  minimum?: number;
  maximum?: number;
  /**
   * Names of levels.
   */
  levels?: {
    [k: string]: string;
  };
  max_length?: number;
  values?: string[];
  /**
   * Whether null was a possible answer.
   */
  cannot_judge: boolean;
}
export interface ProbeAnswer {
  probe: string;
  participant: string;
  /**
   * The model's name.
   */
  model: string;
  time: "before" | "during" | "after";
  /**
   * Participants' turns so far.
   */
  turns: number;
  /**
   * Length of logs when it was asked: comments from this index on had not been written.
   */
  turn: number;
  /**
   * asked: after reading the discussion so far; retest: the same question again, with nothing read in between; no_exposure: at the same time, as if no comment had been read.
   */
  arm: "asked" | "retest" | "no_exposure";
  status: "ok" | "cannot_judge" | "invalid";
  /**
   * The answer; absent unless status is ok.
   */
  value?: number | string | boolean;
  score?: LabelScore;
  raw_text: string;
  seed: number;
  finish_reason: "stop" | "stop_string" | "length" | "no_text" | "content_filter" | "refused" | "failed";
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  dropped_blocks?: number;
  served_model?: string;
  max_tokens?: number;
}
export interface LabelScore {
  /**
   * The model's probability of each value at temperature 1, whatever the label; with cannot_judge their sum is 1.
   */
  probabilities: {
    [k: string]: number;
  };
  /**
   * The probability of null; absent if null was no possible answer.
   */
  cannot_judge?: number;
  /**
   * The mean of an integer metric over its levels, of an ordered one over the ranks of its values (from 1), of a boolean over 0 and 1; without null.
   */
  expected?: number;
  /**
   * The probability that the model gives any possible answer at all. Where it is tiny, the probabilities say little.
   */
  legal_mass: number;
}
export interface PublishedParticipant {
  name: string;
  /**
   * The instruction set: "participant" unless the config defines roles.
   */
  role: string;
  /**
   * The persona's traits as read.
   */
  persona: {
    [k: string]: unknown;
  };
}
export interface ModelIdentity {
  /**
   * model_pseudoname.
   */
  name: string;
  engine: string;
  engine_version: string;
  /**
   * Identifies the weights; null if there are none.
   */
  fingerprint: string | null;
  /**
   * The name by which the servers list the model. Absent for engines without servers, and if no server has a list.
   */
  served_model?: string;
  /**
   * The device that the engine runs on: `CPU, 2 threads`, `cuda`. Absent if the engine does not report it.
   */
  device?: string;
  /**
   * Number of replies generated in parallel. Reproducing the same texts requires the same number. Absent if the engine does not report it.
   */
  parallel?: number;
  prompt_format?: PromptFormat;
}
/**
 * How a request became the text that the model read. Absent for engines without a chat template.
 */
export interface PromptFormat {
  /**
   * Who renders the chat template: this program, or the server.
   */
  rendered_by: "engine" | "server";
  /**
   * Where the template comes from: the model, ChatML, Alpaca, or the file that chat_template names.
   */
  chat_template?: "model" | "chatml" | "alpaca" | "file";
  /**
   * SHA-256 of the template's text.
   */
  template_sha256?: string;
  /**
   * Of a server that does not show its template: SHA-256 of what it made of a trial prompt.
   */
  trial_sha256?: string;
  /**
   * What the template was given besides the messages.
   */
  variables?: {
    [k: string]: unknown;
  };
  /**
   * `user`: the template refuses or leaves out system messages, so the system text stands at the head of the first user message.
   */
  system_role?: "system" | "user";
  /**
   * Of a server: whether its rendering of a trial prompt could be read back and had the system text and the user's in it.
   */
  compared?: boolean;
}
/**
 * The job's specification from the plan, field by field (long texts as their SHA-256).
 */
export interface JobSpecification {
  [k: string]: string | number | boolean | null;
}
