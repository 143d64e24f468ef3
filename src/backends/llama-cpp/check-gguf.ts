import { open, readdir, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { fail, type ErrorCode } from '../../errors.js';

const magic = 'GGUF';

/** Throws unless `path` is a file that begins as GGUF files do; says what is there instead and what would work. */
export async function checkGguf(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw modelProblem(
      'SYNDISCO_MODEL_NOT_FOUND',
      `there is no model file at ${path}`,
      'give model_path the path of a .gguf file, relative to the config',
    );
  if (found.isDirectory())
    throw modelProblem('SYNDISCO_MODEL_NOT_GGUF', `${path} is a folder`, await insteadOfFolder(path));
  if ((await firstBytes(path)) === magic) return;
  throw modelProblem('SYNDISCO_MODEL_NOT_GGUF', `${path} is not a GGUF file`, insteadOf(path));
}

/** A problem of `model_path`. */
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
  if (weights.length > 0) return `name the file in it: ${weights.slice(0, 5).join(', ')}`;
  if (names.includes('onnx')) return 'it holds an ONNX export: use library_type: transformers, or a .gguf file here';
  return 'the llama_cpp engine loads a single .gguf file; convert a Hugging Face folder with convert_hf_to_gguf.py of llama.cpp, or download a GGUF';
}

function insteadOf(path: string): string {
  const hints: Record<string, string> = {
    '.onnx': 'an ONNX export is loaded by library_type: transformers, with model_path naming its folder',
    '.safetensors': 'convert the model with convert_hf_to_gguf.py of llama.cpp, or download a GGUF of it',
    '.bin': 'convert the model with convert_hf_to_gguf.py of llama.cpp, or download a GGUF of it',
  };
  return (
    hints[extname(path)] ??
    'the llama_cpp engine loads .gguf files; if this was a download, it may be an error page: look at its first line'
  );
}
