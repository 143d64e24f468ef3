import { Environment, type Statement, type Value } from '@huggingface/jinja';

/** Nodes that this file looks into: all that can be read without side effects. */
interface Node extends Statement {
  iterable?: Node;
  lhs?: Node;
  operand?: Node;
  filter?: Node;
  callee?: Node;
  object?: Node;
  property?: Node;
}

type Evaluate = (node: Statement) => Value;

/** Filters for which Jinja2 takes nothing for an empty list. */
const lenientFilters = ['length', 'count', 'select', 'reject', 'selectattr', 'rejectattr', 'map', 'list'];
const emptyList = { type: 'ArrayLiteral', value: [] };

/**
 * A node of a template as Jinja2 reads it where the library does not: what is undefined is an empty list for loops and
 * some filters. Returns the node itself in all other cases.
 */
export function asInPython(node: Node, evaluate: Evaluate): Statement {
  if (node.type === 'For') {
    const { iterable } = node;
    const source = iterable?.type === 'SelectExpression' ? iterable.lhs : iterable;
    if (!isMissing(source, evaluate, ['UndefinedValue'])) return node;
    return { ...node, iterable: emptyList } as Node;
  }
  if (node.type === 'FilterExpression' && lenientFilters.includes(nameOf(node.filter))) {
    if (!isMissing(node.operand, evaluate, ['UndefinedValue', ...ofNone(node)])) return node;
    return { ...node, operand: emptyList } as Node;
  }
  return node;
}

/** Python's `str.format` with `{}`, which the library's strings lack. */
export function formatMethod(node: Node, evaluate: Evaluate): Value | undefined {
  const { object, property } = node;
  if (node.type !== 'MemberExpression' || property?.value !== 'format' || !object) return undefined;
  const text = evaluate(object);
  if (text.type !== 'StringValue') return undefined;
  const format = (...values: unknown[]): string =>
    values.reduce<string>((so, value) => so.replace('{}', () => String(value)), String(text.value));
  return new Environment().set('format', format);
}

/** `select` and its kin take None for nothing; its length is an error in Jinja2 too. */
function ofNone({ filter }: Node): string[] {
  return /^(select|reject)/.test(nameOf(filter)) ? ['NullValue'] : [];
}

/** Only of names and their members: anything else may be dear to evaluate twice. */
function isMissing(node: Node | undefined, evaluate: Evaluate, kinds: readonly string[]): boolean {
  const isPlain = node?.type === 'Identifier' || node?.type === 'MemberExpression';
  return isPlain && kinds.includes(evaluate(node).type);
}

function nameOf(filter: Node | undefined): string {
  const { value } = filter?.type === 'CallExpression' ? (filter.callee ?? filter) : (filter ?? {});
  return typeof value === 'string' ? value : '';
}
