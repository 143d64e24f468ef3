import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import { isWritten } from '../config/config-positions.js';
import { engineOf } from '../config/engines/registry.js';
import { isModulePath } from '../config/engines/module.js';
import { keyOfModel, modelNamed, modelsIn } from '../config/model-named.js';
import { describePull } from '../models/describe-pull.js';
import { isHubUri, parseHubUri } from '../models/hub-uri.js';
import { inputCodes, type FileCodes } from '../source/file-codes.js';
import { fingerprintWeights } from './fingerprint-weights.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { DiscussionInputs } from './input-types.js';

/** Checks the models of the discussions or annotations of a config, and takes their fingerprints. */
export async function checkModels(
  reading: InputReading,
  parts: { discussions: boolean; annotation: boolean },
): Promise<Pick<DiscussionInputs, 'modelFingerprint' | 'modelFingerprints'>> {
  const found: [name: string | undefined, fingerprint: string][] = [];
  for (const name of modelsIn(reading.config, parts)) {
    const { engine, path, chat, generationConfig } = modelNamed(reading.config, name);
    if (typeof chat.template === 'object') reading.files.set(chat.template.path, chat.template.text);
    if (generationConfig) reading.files.set(generationConfig.path, generationConfig.text);
    const fingerprint = await reading.once('model', JSON.stringify([engine, path]), () => checkModel(reading, name));
    if (fingerprint !== undefined) found.push([name, fingerprint]);
  }
  const own = found.find(([name]) => name === undefined)?.[1];
  const others = found.flatMap(([name, print]) => (name === undefined ? [] : [[name, print] as const]));
  return {
    ...(own !== undefined && { modelFingerprint: own }),
    ...(others.length > 0 && { modelFingerprints: new Map(others) }),
  };
}

/**
 * Checks that the file or folder which the engine would load exists, and takes its fingerprint, so that other weights
 * are another plan. Its content is left for the engine to check. A module says what its model is only when it is loaded,
 * and is compared then with models/ in the run directory: by the fingerprint that it states or else by its own file.
 */
export async function checkModel(reading: InputReading, name?: string): Promise<string | undefined> {
  const model = modelNamed(reading.config, name);
  const { engine, path } = model;
  const { modelPath: meaning } = engineOf(model);
  const weights = { ...reading.input(path, keyOfModel(name, 'general.model_path')), engine };
  if (engine === '' && name === undefined) requireSection(reading);
  else if (isModulePath(engine))
    await reading.isFolder(reading.input(engine, keyOfModel(name, 'general.library_type')));
  else if (meaning === 'file') return fingerprintOf(path, await requireModelFile(reading, weights));
  else if (meaning === 'folder') return fingerprintOf(path, await requireModelFolder(reading, weights));
  return undefined;
}

interface WeightsInput extends NamedInput {
  engine: string;
}

async function fingerprintOf(path: string, isThere: boolean): Promise<string | undefined> {
  return isThere ? fingerprintWeights(path) : undefined;
}

/** Missing or invalid keys of the section have already been reported with the config. */
function requireSection(reading: InputReading): void {
  const named = reading.namedBy('model_parameters');
  if (isWritten(reading.config, 'model_parameters')) return;
  const what = 'Missing section "model_parameters": there is no model to generate comments.';
  reading.report(
    'SYNDISCO_CONFIG_MISSING_KEY',
    { named },
    { what, todo: 'Add the section with general.library_type and general.model_path.' },
  );
}

async function requireModelFile(reading: InputReading, input: WeightsInput): Promise<boolean> {
  if (input.path === '') return false;
  const { engine } = input;
  if (isHubUri(input.path)) return reportNotPulled(reading, input);
  const named = relative(dirname(reading.config.file), input.path);
  if (isRemote(named) && !(await stat(input.path).catch(() => undefined))) {
    const what = `This is not a local file, and ${engine} loads GGUF files.`;
    const todo =
      "Download the model's .gguf file and give its path, or write hf:org/name:Q4_K_M (often, the name ends in -GGUF) and run syndisco models pull.";
    reading.report('SYNDISCO_MODEL_NOT_FOUND', input, { what, todo });
    return false;
  }
  const isFolder = await reading.isFolder(input, modelCodes);
  if (isFolder !== true) return isFolder === false;
  const what = `${input.path} is a folder, but ${engine} loads a file.`;
  reading.report('SYNDISCO_MODEL_NOT_FOUND', input, { what, todo: 'Give the path of the .gguf file in it.' });
  return false;
}

/** A run on Friday evening does not begin with a download of 40 GB that nobody has asked for. */
function reportNotPulled(reading: InputReading, input: WeightsInput): false {
  const uri = parseHubUri(input.path);
  // What is no URI has been reported with the config.
  if (uri) reading.report('SYNDISCO_MODEL_NOT_PULLED', input, describePull(uri));
  return false;
}

/** A hub id (`org/name`) or a URL. A local file ends in .gguf. */
function isRemote(name: string): boolean {
  return /^https?:/.test(name) || (/^[\w-][\w.-]*\/[\w.-]+$/.test(name) && !/\.gguf$/i.test(name));
}

/** `org/name` is a hub id: only the engine can tell whether it exists. */
async function requireModelFolder(reading: InputReading, input: WeightsInput): Promise<boolean> {
  if (!isAbsolute(input.path)) return false;
  if (isHubUri(relative(dirname(reading.config.file), input.path))) {
    const what = `hf: names GGUF files, which ${input.engine} does not load.`;
    reading.report('SYNDISCO_MODEL_NOT_FOUND', input, {
      what,
      todo: 'Use library_type: llama_cpp, or write org/name.',
    });
    return false;
  }
  const isFolder = await reading.isFolder(input, modelCodes);
  if (isFolder !== false) return isFolder === true;
  const what = `${input.path} is a file, but ${input.engine} loads a folder.`;
  const todo = 'Give the path of the folder with config.json, tokenizer.json and onnx/.';
  reading.report('SYNDISCO_MODEL_NOT_FOUND', input, { what, todo });
  return false;
}

const modelCodes: FileCodes = { ...inputCodes, notFound: 'SYNDISCO_MODEL_NOT_FOUND' };
