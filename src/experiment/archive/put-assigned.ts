import { YAMLMap, isAlias, isMap, isScalar, type Document } from 'yaml';
import { assignedValues, type Assigned } from '../../config/assigned-values.js';

/** Writes what the command line has set into a config, and over the profile in use, which it overrides. */
export function putAssigned(document: Document, assignments: readonly string[]): void {
  const assigned = assignedValues(assignments);
  for (const { path, value } of assigned) putValue(document, path, value);
  const profile = document.getIn(['profiles', document.get('profile')]);
  if (!isMap(profile)) return;
  const taken = pathsIn(profile);
  for (const { path, value } of assigned) {
    const key = path.join('.');
    if (!taken.some((other) => isBelow(key, other) || isBelow(other, key))) continue;
    profile.delete(key);
    profile.set(key, document.createNode(value)); // at the end, where a dotted key overrides the same key in mappings
  }
}

/** Writes the value at a path of keys. What is no mapping on the way is replaced by one. */
export function putValue(document: Document, path: Assigned['path'], value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) return;
  if (!isMap(document.contents)) document.contents = new YAMLMap();
  let at: unknown = document.contents;
  for (const key of path.slice(0, -1)) at = isMap(at) ? mappingAt(document, at, key) : undefined;
  if (isMap(at)) at.set(last, document.createNode(value));
}

function mappingAt(document: Document, map: YAMLMap, key: string): YAMLMap {
  const found = map.get(key, true);
  if (isMap(found)) return found;
  const shared = isAlias(found) ? found.resolve(document) : undefined;
  const own = isMap(shared) ? copyOf(shared) : new YAMLMap();
  map.set(key, own);
  return own;
}

/** What is set here is not set where the anchor is. */
function copyOf(map: YAMLMap): YAMLMap {
  const copy = map.clone();
  if (!isMap(copy)) return new YAMLMap();
  delete copy.anchor;
  return copy;
}

/** The dotted paths of all values below a mapping. */
function pathsIn(map: YAMLMap): string[] {
  return map.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : String(key);
    return isMap(value) && value.items.length > 0 ? pathsIn(value).map((rest) => `${name}.${rest}`) : [name];
  });
}

function isBelow(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}.`);
}
