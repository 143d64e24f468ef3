import { parse } from 'yaml';
import { configCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import { plainValue } from '../source/positioned-node.js';
import { hiddenValue, hideSecrets } from '../source/secrets.js';
import { SourceText } from '../source/source-text.js';

export interface Assigned {
  path: readonly string[];
  value: unknown;
}

/**
 * What `--set` assigns, in order, for a copy of the config: possible secrets are hidden as in a file. The path of one
 * ends at the key whose value is hidden. For assignments that were accepted when the config was loaded.
 */
export function assignedValues(assignments: readonly string[]): Assigned[] {
  return assignments.map((assignment) => {
    const sign = assignment.indexOf('=');
    const keys = assignment.slice(0, sign).split('.');
    return alongPath(withoutSecrets(nest(keys, parse(assignment.slice(sign + 1)))), keys);
  });
}

function nest(keys: readonly string[], value: unknown): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function withoutSecrets(value: unknown): unknown {
  const source = new SourceText('--set', JSON.stringify(value));
  const { root } = parseJson(source, configCodes);
  if (!root) return value;
  hideSecrets(root, source);
  const copy = parseJson(new SourceText('--set', source.copyWith(hiddenValue)), configCodes).root;
  return copy && plainValue(copy);
}

function alongPath(whole: unknown, keys: readonly string[]): Assigned {
  let value = whole;
  const path: string[] = [];
  for (const key of keys) {
    if (!isMapping(value) || !Object.hasOwn(value, key)) break;
    value = value[key];
    path.push(key);
  }
  return { path, value };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
