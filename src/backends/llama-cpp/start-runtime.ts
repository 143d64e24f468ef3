import type * as NodeLlamaCpp from 'node-llama-cpp';
import { fail } from '../../errors.js';
import type { BackendLog } from '../backend-log.js';

/** llama.cpp, ready to load weights, with the errors that it has reported. */
export interface Runtime {
  llama: NodeLlamaCpp.Llama;
  /** For example `node-llama-cpp 3.22.1, llama.cpp b1234`. */
  version: string;
  /** Error lines of llama.cpp so far, oldest first. They arrive a little late. */
  complaints: string[];
}

/** One per process, never disposed of: a second start after a disposal loses llama.cpp's error lines. */
let started: Promise<Runtime> | undefined;

/**
 * Starts llama.cpp from its prebuilt binaries, on the best GPU available or else on the CPU; never builds or downloads
 * it. Its own output goes to `log`, never to stdout. Throws SYNDISCO_ENGINE_MISSING if no binary fits.
 */
export async function startRuntime(maxThreads: number, log: BackendLog): Promise<Runtime> {
  started ??= start();
  const runtime = await started;
  runtime.llama.maxThreads = maxThreads;
  runtime.llama.logger = (_level, message) => {
    runtime.complaints.push(message.trim());
    log('warn', `llama.cpp: ${message.trim()}`);
  };
  return runtime;
}

async function start(): Promise<Runtime> {
  const { getLlama, getModuleVersion, LlamaLogLevel } = await importLlama();
  const options = { build: 'never', skipDownload: true, progressLogs: false, gpu: 'auto' } as const;
  try {
    const llama = await getLlama({ ...options, logLevel: LlamaLogLevel.error, logger: () => undefined });
    const version = `node-llama-cpp ${await getModuleVersion()}, llama.cpp ${llama.llamaCppRelease.release}`;
    return { llama, version, complaints: [] };
  } catch (cause) {
    throw missing(
      `node-llama-cpp has no binary that runs on this machine (${process.platform}-${process.arch}).`,
      cause,
    );
  }
}

async function importLlama(): Promise<typeof NodeLlamaCpp> {
  try {
    return await import('node-llama-cpp');
  } catch (cause) {
    throw missing('node-llama-cpp is not installed.', cause);
  }
}

function missing(what: string, cause: unknown): Error {
  const todo =
    'Run npm install again without --omit=optional (its binaries are optional packages). ' +
    'They exist for Linux with glibc on x64 and arm64; elsewhere, use another library_type.';
  return fail({ code: 'SYNDISCO_ENGINE_MISSING', what, todo }, cause);
}
