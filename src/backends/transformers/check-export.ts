import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type ErrorCode } from '../../errors.js';

const whatWorks =
  'Use an ONNX export (optimum-cli export onnx --model NAME FOLDER, with the .onnx files in FOLDER/onnx; on the hub, "onnx-community" has many), or library_type: llama_cpp with a GGUF of the model.';

/** Throws unless `path` is a folder laid out for transformers.js: config.json, tokenizer.json, onnx/*.onnx. */
export async function checkExport(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw modelProblem('SYNDISCO_MODEL_NOT_FOUND', `There is no model folder at ${path}.`, whatWorks);
  if (!found.isDirectory())
    throw modelProblem(
      'SYNDISCO_MODEL_NOT_ONNX',
      `${path} is a file, but a folder is needed.`,
      path.endsWith('.gguf') ? 'Use library_type: llama_cpp to load a GGUF.' : whatWorks,
    );
  if ((await exportsIn(path)).length === 0)
    throw modelProblem('SYNDISCO_MODEL_NOT_ONNX', `${path} contains no ONNX export (no onnx/*.onnx).`, whatWorks);
  const missing = await missingFiles(path);
  if (missing.length > 0)
    throw modelProblem(
      'SYNDISCO_MODEL_NOT_ONNX',
      `${path} is an incomplete export: it has no ${missing.join(' and no ')}.`,
      whatWorks,
    );
}

/** Explains why a model that passed the check, or one on the hub, could not be loaded. */
export async function explainLoadFailure(path: string, dtype: string, cause: unknown): Promise<Error> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const isAbsent = /could not locate file|no such file|file was not found|unauthorized access|404/i.test(reason);
  if (!isAbsent)
    return modelProblem(
      'SYNDISCO_MODEL_UNLOADABLE',
      `The transformers engine cannot load ${path} with dtype ${dtype}: ${reason}`,
      whatWorks,
      cause,
    );
  const there = await exportsIn(path);
  const todo =
    there.length > 0 ? `Set transformers.dtype to that of a file that is there: ${there.join(', ')}.` : whatWorks;
  return modelProblem('SYNDISCO_MODEL_NOT_ONNX', `${path} has no ONNX weights of dtype ${dtype}.`, todo, cause);
}

/** A problem with `model_path`. */
function modelProblem(code: ErrorCode, what: string, todo: string, cause?: unknown): Error {
  return fail({ code, what, todo, path: 'model_parameters.general.model_path' }, cause);
}

async function exportsIn(path: string): Promise<string[]> {
  const names = await readdir(join(path, 'onnx')).catch(() => []);
  return names.filter((name) => name.endsWith('.onnx')).sort();
}

async function missingFiles(path: string): Promise<string[]> {
  const names = await readdir(path);
  return ['config.json', 'tokenizer.json'].filter((name) => !names.includes(name));
}
