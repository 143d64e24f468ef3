import { distance } from 'fastest-levenshtein';
import type { Problem } from '../errors.js';
import type { Path } from './positioned-document.js';
import type { PositionedNode } from './positioned-node.js';
import { schemaOf, type SchemaNode } from './schemas.js';
import { showValue } from './show-value.js';
import type { SourceText } from './source-text.js';

/** Keys that the schema does not know, but that hold secrets wherever people write them. */
const credential = /^(\w+_)?(api_?key|password|passwd|authorization)$|^\w+_(token|secret)$/i;

/** What stands in the copy of a file in place of a hidden value: a mapping, as the values of `x-secret` keys are. */
export const hiddenValue = '{ "redacted": "it may hold secrets" }';

/** Hides the values of keys that may hold secrets (`x-secret` in the schema), wherever they occur in a file. */
export function hideSecrets(node: PositionedNode, source: SourceText, isOpen: IsOpen = () => true): void {
  if (Array.isArray(node.value)) for (const item of node.value) hideSecrets(item, source, isOpen);
  if (typeof node.value === 'string' && !isOpen(node.value)) hide(node, source);
  if (!(node.value instanceof Map)) return;
  for (const [key, entry] of node.value) {
    if (isSecretKey(key)) hide(entry.node, source);
    else hideSecrets(entry.node, source, opennessOf(key) ?? isOpen);
  }
}

function hide({ place, end }: PositionedNode, source: SourceText): void {
  source.hide(place.offset, end ?? place.offset);
}

/** A value as a message may show it. */
export function showValueAt(path: Path, value: unknown): string {
  const openness = path.map(opennessOf);
  const isClosed = typeof value === 'string' && openness.some((isOpen) => isOpen?.(value) === false);
  return isClosed || path.some(isSecretKey) ? 'a value that is not shown' : showValue(value);
}

/** `--set a.b=…` as it may be shown and stored: without its value if the key is a secret one. */
export function showAssignment(assignment: string): string {
  const start = secretAt(assignment);
  if (start === -1) return assignment;
  const sign = assignment.indexOf('=');
  return `${assignment.slice(0, sign === -1 ? start : sign + 1)}(not shown)`;
}

/** A line of any text without what may be a secret in it, and without all that follows. */
export function hideSecretOf(line: string): string {
  const start = secretAt(line);
  return start === -1 ? line : `${line.slice(0, start)}(not shown)`;
}

/**
 * In a text that cannot be parsed, the end of a secret is unknown: everything from the first secret key on is hidden, and
 * quotations by the parser are removed from messages.
 */
export function hideFromFirst(source: SourceText): ((problem: Problem) => Problem) | undefined {
  const start = secretAt(source.text);
  if (start === -1) return undefined;
  source.hide(start, source.text.length);
  const first = source.whereAt(start).line ?? 0;
  return (problem) => ((problem.where?.line ?? 0) < first ? problem : withoutQuotes(problem));
}

/** Only syntax errors quote the text at fault. */
export function withoutQuotes(problem: Problem): Problem {
  if (!problem.code.endsWith('_SYNTAX')) return problem;
  const what = 'Syntax error. The text is not shown because it may contain a secret.';
  return { ...problem, what, todo: 'Check the quotes, brackets and spaces here and just above.' };
}

/** The offset of the first thing in a text that may be a secret, or of its key; -1 if there is none. */
function secretAt(text: string): number {
  const names = [...text.matchAll(possibleName)].filter(({ 0: word }) => isLike(word, rules().secret));
  const entries = [...text.matchAll(entry)].filter(
    ([, key = '', value = '']) => credential.test(key) || opennessOf(key)?.(value) === false,
  );
  const servers = text.search(/base_urls?\b/);
  const queries = [...text.matchAll(urlWithQuery)].filter(({ index }) => servers !== -1 && index > servers);
  const notified = text.search(/\bnotify\b/);
  const webhooks = [...text.matchAll(url)].filter(({ index }) => notified !== -1 && index > notified);
  const found = [...names, ...entries, ...queries, ...webhooks, ...text.matchAll(urlWithUser)].map(
    ({ index }) => index,
  );
  return found.length === 0 ? -1 : found.reduce((one, other) => Math.min(one, other));
}

/** A word about as long as the name of a secret key. */
const possibleName = /(?<![\w-])[\w-]{8,12}(?![\w-])/g;

/** A key and the beginning of its value, in YAML, in JSON or behind `--set`. */
const entry = /(?<![\w-])([\w-]+)(?=["']?\s*[:=]\s*["']?([^\s"',}\]]*))/g;

const url = /https?:\/\//g;
const urlWithUser = /https?:\/\/[^\s/"'\],}]*@/g;
const urlWithQuery = /https?:\/\/[^\s"'\],}]*[?#]/g;

/** Matches dotted and slightly misspelt keys too: a misspelt key is shown in a message, but its value must not be. */
function isSecretKey(key: string): boolean {
  return key.split('.').some((part) => credential.test(part) || isLike(part, rules().secret));
}

type IsOpen = (value: string) => boolean;

/** Which values of a key may be shown; undefined if the schema makes no difference (`x-secret-unless`). */
function opennessOf(key: string): IsOpen | undefined {
  const name = key.split('.').at(-1) ?? '';
  const open = rules().open.find((rule) => isLike(name, [rule.name]));
  return open && ((value) => open.pattern.test(value));
}

function isLike(word: string, names: readonly string[]): boolean {
  const plain = word.toLowerCase().replaceAll('-', '_');
  return names.some((name) => Math.abs(plain.length - name.length) <= 2 && distance(plain, name) <= 2);
}

interface Rules {
  secret: readonly string[];
  open: readonly { name: string; pattern: RegExp }[];
}

let known: Rules | undefined;

function rules(): Rules {
  if (known) return known;
  const keys = keysOf(schemaOf('config'));
  known = {
    secret: keys.filter(([, node]) => node['x-secret']).map(([name]) => name),
    open: keys.flatMap(([name, node]) => {
      const unless = node['x-secret-unless'];
      return unless === undefined
        ? []
        : [{ name, pattern: new RegExp(unless === 'valid' ? (node.pattern ?? '') : unless) }];
    }),
  };
  return known;
}

function keysOf(node: SchemaNode): [name: string, node: SchemaNode][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, inner]) => [[name, inner], ...keysOf(inner)]);
}
