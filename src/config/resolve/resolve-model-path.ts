import { statSync } from 'node:fs';
import type { ConfigReading } from '../config-reading.js';
import { engineOf } from '../engines/registry.js';

/**
 * `model_path` as its engine understands it: absolute when it is a path. Where it may be a name of a model hub too, which
 * looks like a relative path, it is a path only if it begins like one or something is there.
 */
export function resolveModelPath(reading: ConfigReading, engine: string, path: string | undefined): string {
  const { modelPath: meaning, neededPath } = engineOf({ engine });
  if (path === undefined) {
    const todo = `Add model_path: ${neededPath ?? ''}.`;
    if (neededPath !== undefined) reading.reportMissing(['model_parameters', 'general', 'model_path'], todo);
    return '';
  }
  if (meaning === 'name') return path;
  const absolute = reading.absolute(path);
  return meaning === 'file' || looksLikePath(path) || isThere(absolute) ? absolute : path;
}

/** A hub id is `name` or `org/name`. */
function looksLikePath(path: string): boolean {
  return /^[./~\\]/.test(path) || !/^[\w.-]+(\/[\w.-]+)?$/.test(path);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
