import { distance } from 'fastest-levenshtein';
import type { Problem } from '../errors.js';
import type { Path } from './positioned-document.js';
import type { PositionedNode } from './positioned-node.js';
import { schemaOf, type SchemaNode } from './schemas.js';
import { showValue } from './show-value.js';
import type { SourceText } from './source-text.js';

let names: readonly string[] | undefined;

/** Hides the values of keys that may hold secrets (`x-secret` in the schema), wherever they occur in a file. */
export function hideSecrets(node: PositionedNode, source: SourceText): void {
  if (Array.isArray(node.value)) for (const item of node.value) hideSecrets(item, source);
  if (!(node.value instanceof Map)) return;
  for (const [key, entry] of node.value) {
    if (isSecretKey(key)) source.hide(entry.node.place.offset, entry.node.end ?? entry.node.place.offset);
    else hideSecrets(entry.node, source);
  }
}

/** A value as a message may show it. */
export function showValueAt(path: Path, value: unknown): string {
  return path.some(isSecretKey) ? 'a value that is not shown' : showValue(value);
}

/** `--set a.b=…` as it may be shown and stored: without its value if the key is a secret one. */
export function showAssignment(assignment: string): string {
  const start = secretAt(assignment);
  if (start === -1) return assignment;
  const sign = assignment.indexOf('=');
  return `${assignment.slice(0, sign === -1 ? start : sign + 1)}(not shown)`;
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

/** A word about as long as the name of a secret key. */
const possibleKey = /(?<![\w-])[\w-]{8,12}(?![\w-])/g;

/** The offset of the first secret key; -1 if there is none. */
function secretAt(text: string): number {
  for (const { 0: word, index } of text.matchAll(possibleKey)) if (isSecretKey(word)) return index;
  return -1;
}

/** Matches dotted and slightly misspelt keys too: a misspelt key is shown in a message, but its value must not be. */
function isSecretKey(key: string): boolean {
  names ??= secretNames(schemaOf('config'));
  const parts = key.split('.').map((part) => part.toLowerCase().replaceAll('-', '_'));
  return parts.some((part) =>
    names?.some((name) => Math.abs(part.length - name.length) <= 2 && distance(part, name) <= 2),
  );
}

function secretNames(node: SchemaNode): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, inner]) => [
    ...(inner['x-secret'] ? [key] : []),
    ...secretNames(inner),
  ]);
}
