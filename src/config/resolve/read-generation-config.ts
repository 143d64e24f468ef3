import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { TransformersSection } from '../../generated/config.js';
import type { GenerationConfigFile } from '../../generated/generation-config.js';
import { configCodes } from '../../source/file-codes.js';
import { parseJson } from '../../source/parse-json.js';
import { PositionedDocument, type Path } from '../../source/positioned-document.js';
import { readText } from '../../source/read-text.js';
import { showValue } from '../../source/show-value.js';
import { validateDocument, type Partially } from '../../source/validate-document.js';
import type { ConfigReading, GenerationConfig } from '../config-reading.js';
import { locateModel } from './resolve-model-path.js';

const maxBytes = 1024 * 1024;
const name = 'generation_config.json';
const sections: readonly Path[] = [
  ['model_parameters', 'sampling', 'defaults'],
  ['annotation', 'sampling', 'defaults'],
];

/** Reads the generation_config.json of a `transformers` model, for `resolveSampling`, if any sampling is to be what it says. */
export async function readGenerationConfig(reading: ConfigReading): Promise<void> {
  const { model_parameters: model, annotation } = reading.given;
  const { library_type: engine, model_path: path } = model?.general ?? {};
  const asks = [model?.sampling, annotation?.sampling].findIndex((sampling) => sampling?.defaults === 'original');
  const asking = sections[asks];
  if (engine !== 'transformers' || path === undefined || !asking) return;
  const folder = locateModel(reading, engine, path);
  if (isAbsolute(folder))
    reading.generationConfig = await readFile(reading, join(folder, name), {
      asking,
      asked: askedFor(model?.transformers),
    });
  else reportHubId(reading, asking, path);
}

/** As with its own library, what the program asks for goes before what the file says. */
function askedFor({
  generation_kwargs: kwargs = {},
}: Partially<TransformersSection> = {}): Partially<GenerationConfigFile> {
  return Object.entries(kwargs).some(([key, value]) => key === 'do_sample' && value === true)
    ? { do_sample: true }
    : {};
}

function reportHubId(reading: ConfigReading, asking: Path, path: string): void {
  const what = `sampling: original needs the ${name} of the model, and model_path ${showValue(path)} is no folder here.`;
  reading.reportContradiction(asking, what, 'Download the model and give its folder, or write the values yourself.');
}

/** A model without the file samples as one with an empty file. */
async function readFile(
  reading: ConfigReading,
  file: string,
  { asking, asked }: { asking: Path; asked: Partially<GenerationConfigFile> },
): Promise<GenerationConfig> {
  if (!existsSync(file)) return { sampling: samplingOf(asked) };
  const named = { path: asking.join('.'), where: reading.document.whereValue(asking) };
  const { source, bytes, problem } = await readText({ file, codes: configCodes, maxBytes, named });
  if (!source) {
    reading.problems.push(problem);
    return { sampling: samplingOf(asked) };
  }
  const { root, problems } = parseJson(source, configCodes);
  reading.problems.push(...problems);
  const document = root && new PositionedDocument(root);
  const checked = document && validateDocument<GenerationConfigFile>(document, 'generation-config');
  reading.problems.push(...(checked?.problems ?? []));
  const given = checked?.value ?? {};
  if (document) refuseUnable(reading, document, given);
  return { file: { path: file, text: bytes.toString('utf8') }, sampling: samplingOf({ ...given, ...asked }) };
}

/** What these parameters are where they change nothing; null and an empty list never do. */
const idle: Readonly<Record<string, number | null>> = {
  ...{ repetition_penalty: 1, encoder_repetition_penalty: 1, no_repeat_ngram_size: 0, encoder_no_repeat_ngram_size: 0 },
  ...{ num_beams: 1, penalty_alpha: 0, dola_layers: null, guidance_scale: 1 },
  ...{ typical_p: 1, epsilon_cutoff: 0, eta_cutoff: 0, top_h: null, min_length: 0, min_new_tokens: 0 },
  ...{ bad_words_ids: null, force_words_ids: null, constraints: null, sequence_bias: null, suppress_tokens: null },
  ...{ begin_suppress_tokens: null, forced_bos_token_id: null, forced_eos_token_id: null, watermarking_config: null },
  ...{ exponential_decay_length_penalty: null, remove_invalid_values: null },
};

/** Our penalties look at the reply, and the library's at the prompt too: who wants ours says so. */
function refuseUnable(
  reading: ConfigReading,
  document: PositionedDocument,
  given: Partially<GenerationConfigFile>,
): void {
  const isOurs = reading.document.has(['model_parameters', 'sampling', 'repeat_penalty']);
  for (const [key, neutral] of Object.entries(idle)) {
    const value = given[key];
    const isIdle = value === undefined || value === null || value === neutral || value === false;
    if (isIdle || (Array.isArray(value) && value.length === 0) || (isOurs && key === 'repetition_penalty')) continue;
    const instead =
      key === 'repetition_penalty'
        ? 'Set model_parameters.sampling.repeat_penalty, which looks at the last 64 tokens of the reply only (1: none)'
        : 'Remove the key from a copy of the file';
    reading.problems.push({
      code: 'SYNDISCO_CONFIG_CONTRADICTION',
      what: `${key} is ${showValue(value)} in the model's ${name}, which sampling: original asks for, but sampling here has nothing like it.`,
      todo: `${instead}, or write the values of sampling yourself.`,
      path: key,
      where: document.whereKey([key]),
    });
  }
}

/** With the library's own values for what the file leaves open; without `do_sample`, the most likely token is taken. */
function samplingOf(given: Partially<GenerationConfigFile>): GenerationConfig['sampling'] {
  if (given.do_sample !== true) return { temperature: 0, top_p: 1, top_k: 0 };
  return {
    ...{ temperature: given.temperature ?? 1, top_p: given.top_p ?? 1, top_k: given.top_k ?? 50 },
    ...(typeof given.min_p === 'number' && { min_p: given.min_p }),
  };
}
