import type { TraitValue } from '../../inputs/input-types.js';
import { knownTraits } from '../../known-traits.js';
import { parsePythonList } from './parse-python-list.js';
import type { Traits } from '../records.js';

const key = /(?:^|, )([A-Za-z_][\w-]*): /g;

/**
 * Parses `username: Elena, age: 58, …` into traits. Values are free text that may contain commas, quotes and colons, so
 * the text is split only before known names and `furtherNames`, and only at the first occurrence of a name.
 */
export function parseTraitText(text: string, furtherNames: Iterable<string>): Traits {
  const names = new Set([...knownTraits, ...furtherNames]);
  const cuts = findKeys(text, names);
  return new Map(cuts.map(({ name, from }, index) => [name, readValue(text.slice(from, cuts[index + 1]?.at))]));
}

/**
 * Trait names, beyond the known ones, that all actors' trait texts have in common. Best effort: a further trait that
 * only some personas have stays part of the value before it. If there is a single text without any known name, every
 * word that looks like a key counts as one.
 */
export function commonTraitNames(texts: readonly string[]): ReadonlySet<string> {
  const [first, ...others] = texts.map(candidateNames);
  if (!first) return new Set();
  if (others.length > 0) return new Set([...first].filter((name) => others.every((names) => names.has(name))));
  return knownTraits.some((name) => first.has(name)) ? new Set() : first;
}

function candidateNames(text: string): Set<string> {
  return new Set(findKeys(text).map(({ name }) => name));
}

interface Key {
  name: string;
  /** The offset of the comma before the name. */
  at: number;
  /** The offset of its value. */
  from: number;
}

function findKeys(text: string, wanted?: ReadonlySet<string>): Key[] {
  const keys = new Map<string, Key>();
  key.lastIndex = 0;
  for (let match = key.exec(text); match; match = key.exec(text)) {
    const [all, name = ''] = match;
    const from = match.index + all.length;
    if (keys.has(name) || (wanted && !wanted.has(name))) continue;
    keys.set(name, { name, at: match.index, from });
    if (text[from] === '[') key.lastIndex = parsePythonList(text, from)?.end ?? from;
  }
  return [...keys.values()];
}

function readValue(text: string): TraitValue {
  const value = text.trim();
  const list = value.startsWith('[') ? parsePythonList(value, 0) : undefined;
  return list?.end === value.length ? list.items : value;
}
