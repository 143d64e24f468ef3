import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import { isWritten } from '../config/config-positions.js';
import { engineOf } from '../config/engines/registry.js';
import { isModulePath } from '../config/engines/module.js';
import { inputCodes, type FileCodes } from '../source/file-codes.js';
import type { InputReading, NamedInput } from './input-reading.js';

const general = 'model_parameters.general';

/** Whether what the engine would load is there. What is inside is for the engine to judge. */
export async function checkModel(reading: InputReading): Promise<void> {
  const { model } = reading.config;
  const { engine, path } = model;
  const { modelPath: meaning } = engineOf(model);
  const weights = reading.input(path, `${general}.model_path`);
  if (engine === '') requireSection(reading);
  else if (isModulePath(engine)) await reading.isFolder(reading.input(engine, `${general}.library_type`));
  else if (meaning === 'file') await requireModelFile(reading, weights);
  else if (meaning === 'folder') await requireModelFolder(reading, weights);
}

/** Parts of a section that are missing or wrong have been reported with the config. */
function requireSection(reading: InputReading): void {
  const named = reading.namedBy('model_parameters');
  if (isWritten(reading.config, 'model_parameters')) return;
  const what = 'The config has no section "model_parameters", so there is no model that could speak.';
  reading.report(
    'SYNDISCO_CONFIG_MISSING_KEY',
    { named },
    { what, todo: 'Add the section with general.library_type and general.model_path.' },
  );
}

async function requireModelFile(reading: InputReading, input: NamedInput): Promise<void> {
  if (input.path === '') return;
  const { engine } = reading.config.model;
  const named = relative(dirname(reading.config.file), input.path);
  if (isRemote(named) && !(await stat(input.path).catch(() => undefined))) {
    const what = `This is not a file here, and ${engine} downloads nothing: it loads a GGUF file.`;
    const todo = "Download the model's .gguf file (on a hub, often in a repository named …-GGUF) and give its path.";
    reading.report('SYNDISCO_MODEL_NOT_FOUND', input, { what, todo });
    return;
  }
  if (!(await reading.isFolder(input, modelCodes))) return;
  const what = `${input.path} is a folder, and ${engine} loads a file.`;
  reading.report('SYNDISCO_MODEL_NOT_FOUND', input, { what, todo: 'Name the .gguf file in it.' });
}

/** A hub id (`org/name`) or an address. A file of the user's own ends in .gguf. */
function isRemote(name: string): boolean {
  return /^(hf|https?):/.test(name) || (/^[\w-][\w.-]*\/[\w.-]+$/.test(name) && !/\.gguf$/i.test(name));
}

/** A name such as `org/name` is a hub's: only the engine can say whether it exists. */
async function requireModelFolder(reading: InputReading, input: NamedInput): Promise<void> {
  if (!isAbsolute(input.path) || (await reading.isFolder(input, modelCodes)) !== false) return;
  const what = `${input.path} is a file, and ${reading.config.model.engine} loads a folder.`;
  const todo = 'Name the folder with config.json, tokenizer.json and onnx/.';
  reading.report('SYNDISCO_MODEL_NOT_FOUND', input, { what, todo });
}

const modelCodes: FileCodes = { ...inputCodes, notFound: 'SYNDISCO_MODEL_NOT_FOUND' };
