import { open, readdir, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { fail, type ErrorCode } from '../../errors.js';

const magic = 'GGUF';

/**
 * Throws unless `path` is a file that starts as GGUF files do; the error names what it is instead and what would work.
 */
export async function checkGguf(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw modelProblem(
      'SYNDISCO_MODEL_NOT_FOUND',
      `There is no model file at ${path}.`,
      'Set model_path to the path of a .gguf file, relative to the config.',
    );
  if (found.isDirectory())
    throw modelProblem(
      'SYNDISCO_MODEL_NOT_GGUF',
      `${path} is a folder, but a file is needed.`,
      await insteadOfFolder(path),
    );
  if ((await firstBytes(path)) === magic) return;
  throw modelProblem('SYNDISCO_MODEL_NOT_GGUF', `${path} is not a GGUF file.`, insteadOf(path));
}

/** A problem with `model_path`. */
export function modelProblem(code: ErrorCode, what: string, todo: string, cause?: unknown): Error {
  return fail({ code, what, todo, path: 'model_parameters.general.model_path' }, cause);
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(magic.length), position: 0 });
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function insteadOfFolder(path: string): Promise<string> {
  const names = await readdir(path);
  const weights = names.filter((name) => name.endsWith('.gguf')).sort();
  if (weights.length > 0) return `Name a file in it: ${weights.slice(0, 5).join(', ')}.`;
  if (names.includes('onnx'))
    return 'It contains an ONNX export: use library_type: transformers, or set model_path to a .gguf file.';
  return "Convert a Hugging Face folder with llama.cpp's convert_hf_to_gguf.py, or download a GGUF: the llama_cpp engine loads a single .gguf file.";
}

function insteadOf(path: string): string {
  const hints: Record<string, string> = {
    '.onnx': 'Use library_type: transformers for an ONNX export, with model_path set to its folder.',
    '.safetensors': "Convert the model with llama.cpp's convert_hf_to_gguf.py, or download a GGUF of it.",
    '.bin': "Convert the model with llama.cpp's convert_hf_to_gguf.py, or download a GGUF of it.",
  };
  return (
    hints[extname(path)] ?? 'Use a .gguf file. If this was a download, it may be an error page: look at its first line.'
  );
}
