import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as Transformers from '@huggingface/transformers';
import type { DataType, PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import type { ModelOf } from '../../config/engines/registry.js';
import { fail } from '../../errors.js';
import { threadCap } from '../thread-cap.js';
import { explainLoadFailure } from './check-export.js';

export type Library = typeof Transformers;

export interface LoadedModel {
  library: Library;
  model: PreTrainedModel;
  tokenizer: PreTrainedTokenizer;
  /** Tokens that end a turn. */
  endTokens: ReadonlySet<number>;
}

export async function importLibrary(): Promise<Library> {
  try {
    return await import('@huggingface/transformers');
  } catch (cause) {
    throw fail(
      {
        code: 'SYNDISCO_ENGINE_MISSING',
        what: 'The transformers engine needs the package @huggingface/transformers, which is not installed.',
        todo: 'Run npm install @huggingface/transformers. If only the npm registry can be reached, first put onnxruntime-node-install=skip into .npmrc (CPU only): without that line, the install downloads the CUDA libraries.',
      },
      cause,
    );
  }
}

/**
 * Configures the library, whose settings are global: a cache outside node_modules, no network for a local model,
 * nothing on stdout. Returns the cache folder.
 */
export function settle({ env, LogLevel }: Library, isLocal: boolean): string {
  const cacheDir = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'syndisco', 'transformers');
  env.cacheDir = cacheDir;
  env.allowRemoteModels = !isLocal;
  env.logLevel = LogLevel.NONE; // failures are thrown; the log would print every input of the pass
  return cacheDir;
}

export async function loadModel(library: Library, { path, options }: ModelOf<'transformers'>): Promise<LoadedModel> {
  const dtype = checkDtype(options.dtype);
  try {
    const tokenizer = await library.AutoTokenizer.from_pretrained(path);
    const model = await library.AutoModelForCausalLM.from_pretrained(path, {
      dtype,
      session_options: { intraOpNumThreads: threadCap(), logSeverityLevel: 3 },
    });
    const endTokens = new Set([model.generation_config?.eos_token_id ?? [], tokenizer.eos_token_id].flat());
    return { library, model, tokenizer, endTokens };
  } catch (cause) {
    throw await explainLoadFailure(path, dtype, cause);
  }
}

const dtypes = ['auto', 'fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'bnb4', 'q4f16'] as const satisfies DataType[];

/** The precision that a config names. Throws SYNDISCO_CONFIG_UNKNOWN_VALUE for any other. */
function checkDtype(dtype: string): DataType {
  const known = dtypes.find((one) => one === dtype);
  if (known) return known;
  throw fail({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    path: 'model_parameters.transformers.dtype',
    what: `There is no dtype "${dtype}".`,
    todo: `Use one of ${dtypes.join(', ')}; q8 is the default.`,
  });
}
