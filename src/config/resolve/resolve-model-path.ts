import { statSync } from 'node:fs';
import type { ConfigReading } from '../config-reading.js';
import { engineOf } from '../engines/registry.js';
import { findCached } from '../../models/hub-cache.js';
import { hubUriForm, isHubUri, parseHubUri } from '../../models/hub-uri.js';
import { showValue } from '../../source/show-value.js';

/**
 * `model_path` as its engine interprets it; absolute if it is a path. A hub id looks like a relative path, so where both
 * are possible it is a path only if it starts like one or exists. Of weights on the hub, `hf:…`, it is the path in the
 * cache, or still `hf:…` if they are not there.
 */
export function resolveModelPath(reading: ConfigReading, engine: string, path: string | undefined): string {
  const { neededPath } = engineOf({ engine });
  if (path === undefined) {
    const todo = `Add model_path: ${neededPath ?? ''}.`;
    if (neededPath !== undefined) reading.reportMissing(['model_parameters', 'general', 'model_path'], todo);
    return '';
  }
  if (isHubUri(path) && !parseHubUri(path)) return reportHubUri(reading, path);
  return locateModel(reading, engine, path);
}

/** Reports nothing. */
export function locateModel(reading: ConfigReading, engine: string, path: string): string {
  const { modelPath: meaning } = engineOf({ engine });
  if (meaning === 'name') return path;
  const absolute = reading.absolute(path);
  const uri = meaning === 'file' && !isThere(absolute) ? parseHubUri(path) : undefined;
  if (uri) return findCached(uri)?.files[0].path ?? path;
  return meaning === 'file' || looksLikePath(path) || isThere(absolute) ? absolute : path;
}

function reportHubUri(reading: ConfigReading, path: string): '' {
  const key = ['model_parameters', 'general', 'model_path'];
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `${showValue(path)} names no weights on the hub.`,
    todo: `Write ${hubUriForm}.`,
    path: key.join('.'),
    where: reading.document.whereValue(key),
  });
  return '';
}

/** A hub id is `name` or `org/name`. */
function looksLikePath(path: string): boolean {
  return /^[./~\\]/.test(path) || !/^[\w.-]+(\/[\w.-]+)?$/.test(path);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
