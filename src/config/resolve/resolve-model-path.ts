import { statSync } from 'node:fs';
import type { ConfigReading } from '../config-reading.js';
import { engineOf } from '../engines/registry.js';

/**
 * `model_path` as its engine interprets it; absolute if it is a path. A hub id looks like a relative path, so where both
 * are possible it is a path only if it starts like one or exists.
 */
export function resolveModelPath(reading: ConfigReading, engine: string, path: string | undefined): string {
  const { neededPath } = engineOf({ engine });
  if (path === undefined) {
    const todo = `Add model_path: ${neededPath ?? ''}.`;
    if (neededPath !== undefined) reading.reportMissing(['model_parameters', 'general', 'model_path'], todo);
    return '';
  }
  return locateModel(reading, engine, path);
}

/** Reports nothing. */
export function locateModel(reading: ConfigReading, engine: string, path: string): string {
  const { modelPath: meaning } = engineOf({ engine });
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
