import type { GenerationOption } from './engine.js';

type Options = Readonly<Record<string, GenerationOption>>;

/** Options that mean the same under the same name in every library. */
const commonOptions: Options = {
  temperature: { key: ['sampling', 'temperature'] },
  top_p: { key: ['sampling', 'top_p'] },
  top_k: { key: ['sampling', 'top_k'] },
  min_p: { key: ['sampling', 'min_p'] },
};

/** The two of OpenAI's API that llama.cpp has too. */
const penaltyOptions: Options = {
  frequency_penalty: { key: ['sampling', 'frequency_penalty'] },
  presence_penalty: { key: ['sampling', 'presence_penalty'] },
};

const otherSampler = 'Use temperature, top_p, top_k or min_p, or an openai server that has it.';
const ownSeed =
  'Set seed instead: the seed of each reply is drawn from it. One seed for all replies is model_parameters.sampling.seed.';
const ownStops = 'Set model_parameters.general.stop_strings instead.';
const ownEnd = 'A reply ends where the model ends it; set model_parameters.general.stop_strings for other ends.';
const metrics = 'Set annotation.metrics to hold answers to a form.';
const oneReply = 'One reply is drawn for each turn.';
const textOnly = 'Replies are texts: remove it.';
const biased = 'Use an openai server that has it, or set disallowed_strings to remove texts from replies.';
const repetition = 'Use repetition_penalty, or an openai server that has it.';

/** Of llama-cpp-python's `create_completion` and `create_chat_completion`. */
export const llamaOptions: Options = {
  ...commonOptions,
  ...penaltyOptions,
  max_tokens: { key: ['general', 'max_tokens'] },
  repeat_penalty: { key: ['sampling', 'repeat_penalty'] },
  typical_p: { off: [1], instead: otherSampler },
  tfs_z: { off: [1], instead: otherSampler },
  mirostat_mode: { off: [0], instead: otherSampler },
  mirostat_tau: { off: [], instead: otherSampler },
  mirostat_eta: { off: [], instead: otherSampler },
  seed: { off: [], instead: ownSeed },
  stop: { off: [[]], instead: ownStops },
  stopping_criteria: { off: [], instead: ownEnd },
  grammar: { off: [], instead: metrics },
  response_format: { off: [], instead: metrics },
  logit_bias: { off: [{}], instead: biased },
  logits_processor: { off: [], instead: biased },
  stream: { off: [false], instead: oneReply },
  echo: { off: [false], instead: textOnly },
  logprobs: { off: [false], instead: textOnly },
  top_logprobs: { off: [], instead: textOnly },
  suffix: { off: [], instead: textOnly },
  tools: { off: [[]], instead: textOnly },
  tool_choice: { off: ['none'], instead: textOnly },
  functions: { off: [[]], instead: textOnly },
  function_call: { off: ['none'], instead: textOnly },
};

/** Of Hugging Face's `GenerationConfig`. */
export const transformersOptions: Options = {
  ...commonOptions,
  max_new_tokens: { key: ['general', 'max_tokens'] },
  repetition_penalty: { key: ['sampling', 'repeat_penalty'] },
  do_sample: { off: [true], instead: 'Set temperature to 0, which always takes the most likely token.' },
  num_beams: { off: [1], instead: oneReply },
  num_beam_groups: { off: [1], instead: oneReply },
  num_return_sequences: { off: [1], instead: oneReply },
  diversity_penalty: { off: [0], instead: oneReply },
  length_penalty: { off: [1], instead: oneReply },
  early_stopping: { off: [false], instead: oneReply },
  penalty_alpha: { off: [0], instead: otherSampler },
  typical_p: { off: [1], instead: otherSampler },
  epsilon_cutoff: { off: [0], instead: otherSampler },
  eta_cutoff: { off: [0], instead: otherSampler },
  guidance_scale: { off: [1], instead: otherSampler },
  no_repeat_ngram_size: { off: [0], instead: repetition },
  encoder_no_repeat_ngram_size: { off: [0], instead: repetition },
  encoder_repetition_penalty: { off: [1], instead: repetition },
  max_length: { off: [], instead: 'Set max_new_tokens instead, which does not count the prompt.' },
  max_time: { off: [], instead: 'Give the command --request-deadline instead.' },
  min_length: { off: [0], instead: 'Ask for the length in the instructions.' },
  min_new_tokens: { off: [0], instead: 'Ask for the length in the instructions.' },
  stop_strings: { off: [[]], instead: ownStops },
  eos_token_id: { off: [], instead: ownEnd },
  bad_words_ids: { off: [[]], instead: biased },
  suppress_tokens: { off: [[]], instead: biased },
  sequence_bias: { off: [{}], instead: biased },
  force_words_ids: { off: [[]], instead: 'Ask for the words in the instructions.' },
  renormalize_logits: { off: [false], instead: textOnly },
  use_cache: { off: [true], instead: textOnly },
};

/** Of OpenAI's API and of the servers that extend it. */
export const openaiOptions: Options = {
  extra_body: { off: [{}], instead: 'Write its keys directly into generation_kwargs, which are sent too.' },
  ...commonOptions,
  ...penaltyOptions,
  max_tokens: { key: ['general', 'max_tokens'] },
  max_completion_tokens: { key: ['general', 'max_tokens'] },
  repetition_penalty: { key: ['sampling', 'repeat_penalty'] },
  repeat_penalty: { key: ['sampling', 'repeat_penalty'] },
};
