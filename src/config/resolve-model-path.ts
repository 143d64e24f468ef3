import { statSync } from 'node:fs';
import type { GeneralModelSection } from '../generated/config.js';
import type { ConfigReading } from './config-reading.js';
import type { Partially } from './validate-document.js';

/**
 * `model_path`, absolute when it is a path. Engines other than llama_cpp also take names from a model hub, which look like
 * relative paths: such a name is a path only if it begins like one or the folder is there.
 */
export function resolveModelPath(reading: ConfigReading, general: Partially<GeneralModelSection>): string {
  const { library_type: engine = '', model_path: path } = general;
  if (path === undefined) {
    if (needsModel(engine)) reading.reportMissing(['model_parameters', 'general', 'model_path'], adviceFor(engine));
    return '';
  }
  const absolute = reading.absolute(path);
  return engine === 'llama_cpp' || looksLikePath(path) || isThere(absolute) ? absolute : path;
}

function needsModel(engine: string): boolean {
  return engine === 'llama_cpp' || engine === 'transformers';
}

function adviceFor(engine: string): string {
  const wanted =
    engine === 'llama_cpp' ? 'the path of a GGUF file' : 'a folder with an ONNX model, or a hub id such as org/name';
  return `Add model_path: ${wanted}.`;
}

/** A hub id is `name` or `org/name`. */
function looksLikePath(path: string): boolean {
  return /^[./~\\]/.test(path) || !/^[\w.-]+(\/[\w.-]+)?$/.test(path);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
