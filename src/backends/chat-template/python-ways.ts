import type { Value } from '@huggingface/jinja';
import { operate } from './python-operators.js';
import { capitalized, methodOf, strip, titleFilter } from './python-strings.js';
import { requireSmall, textOf } from './python-text.js';
import { hold, isList, isMapping, isText, valueOf, type Evaluate, type Node } from './values.js';

/**
 * A node of a template as Jinja2 reads it where the library does not: one that the library evaluates to the same.
 * Throws where Jinja2 does, and where its result cannot be had.
 */
export function asInPython(node: Node, evaluate: Evaluate): Node {
  switch (node.type) {
    case 'Output':
      return hold(valueOf(textOf(evaluate(node.operand))));
    case 'For':
      return withIterable(node, evaluate);
    case 'BinaryExpression':
      return withOperands(node, evaluate);
    case 'MemberExpression':
      return withObject(node, evaluate);
    case 'FilterExpression':
      return withOperand(node, evaluate);
    default:
      return node;
  }
}

const nothing: Node = { type: 'ArrayLiteral', value: [] };

/** What is undefined is an empty list. */
function withIterable(node: Node, evaluate: Evaluate): Node {
  const { iterable } = node;
  const source = iterable?.type === 'SelectExpression' ? iterable.lhs : iterable;
  const isPlain = source?.type === 'Identifier' || source?.type === 'MemberExpression';
  return isPlain && evaluate(source).type === 'UndefinedValue' ? { ...node, iterable: nothing } : node;
}

function withOperands(node: Node, evaluate: Evaluate): Node {
  const operator = node.operator?.value ?? '';
  if (operator === 'and' || operator === 'or') return node;
  const [left, right] = [evaluate(node.left), evaluate(node.right)];
  const result = operate(operator, left, right);
  return result ? hold(result) : { ...node, left: hold(left), right: hold(right) };
}

/** A member of what is undefined is an error. */
function withObject(node: Node, evaluate: Evaluate): Node {
  const object = evaluate(node.object);
  if (object.type === 'UndefinedValue') throw new Error(`${nameOf(node.object) || 'what it reads from'} is undefined`);
  const { property } = node;
  if (property?.type === 'SliceExpression') return { ...node, object: hold(object) };
  const key = node.computed ? hold(evaluate(property)) : property;
  const found = memberOf(object, key?.held?.value ?? key?.value);
  return found ? hold(found) : { ...node, object: hold(object), ...(key && { property: key }) };
}

function memberOf(object: Value, name: unknown): Value | undefined {
  // Python's texts and lists have no such attribute.
  if (name === 'length' && (isText(object) || isList(object))) return valueOf(undefined);
  return isText(object) ? memberOfText(object.value, name) : undefined;
}

/** By code point, as Python counts. */
function memberOfText(text: string, name: unknown): Value | undefined {
  if (typeof name === 'number') return valueOf(Array.from(text).at(name));
  return typeof name === 'string' ? methodOf(text, name) : undefined;
}

/** Filters for which Jinja2 takes what is undefined for an empty list, or for an empty text. */
const ofLists = [
  'length',
  'count',
  'select',
  'reject',
  'selectattr',
  'rejectattr',
  'map',
  'list',
  'join',
  'first',
  'last',
];
const ofTexts = ['trim', 'upper', 'lower', 'title', 'capitalize', 'replace'];
const textFilters: Readonly<Record<string, (text: string) => string | number>> = {
  trim: strip,
  capitalize: capitalized,
  title: titleFilter,
  length: (text) => Array.from(text).length,
  count: (text) => Array.from(text).length,
};

function withOperand(node: Node, evaluate: Evaluate): Node {
  const { filter } = node;
  const name = nameOf(filter?.type === 'CallExpression' ? filter.callee : filter);
  if (name === 'join') requireNoAttribute(filter);
  const operand = standIn(name, evaluate(node.operand));
  const result = filter?.type === 'Identifier' ? filtered(name, operand) : undefined;
  if (result) return hold(result);
  if (name === 'tojson') {
    requireSmall(operand);
    requireJson(operand);
  }
  const isJoined = name === 'join' && isList(operand);
  return { ...node, operand: hold(isJoined ? valueOf(operand.value.map(textOf)) : operand) };
}

function requireNoAttribute(filter: Node | undefined): void {
  if (filter?.args?.some(({ key }) => key?.value === 'attribute')) throw new Error('join cannot take an attribute');
}

/** The result of a filter without arguments where Python's differs from the library's. */
function filtered(name: string, operand: Value): Value | undefined {
  if (name === 'string') return valueOf(textOf(operand));
  if (isText(operand))
    return Object.hasOwn(textFilters, name) ? valueOf(textFilters[name]?.(operand.value)) : undefined;
  const isEnd = name === 'first' || name === 'last';
  return isEnd && isList(operand) && operand.value.length === 0 ? valueOf(undefined) : undefined;
}

/** `select` and its kin take None for nothing; its length is an error in Jinja2 too. */
function standIn(filter: string, operand: Value): Value {
  const isMissing = operand.type === 'UndefinedValue';
  const isNothing = operand.type === 'NullValue' && /^(select|reject)/.test(filter);
  if ((isMissing && ofLists.includes(filter)) || isNothing) return valueOf([]);
  return isMissing && ofTexts.includes(filter) ? valueOf('') : operand;
}

/** The library would write 2.0 as 2, and what is undefined as null. */
function requireJson(value: Value): void {
  if (isList(value)) value.value.forEach(requireJson);
  else if (isMapping(value)) [...value.value.values()].forEach(requireJson);
  else if (value.type === 'UndefinedValue') throw new Error('tojson is given something undefined');
  else if (value.type === 'FloatValue' && textOf(value) !== JSON.stringify(value.value))
    throw new Error(`tojson cannot write ${textOf(value)} as Python does`);
}

function nameOf(node: Node | undefined): string {
  return node?.type === 'Identifier' && typeof node.value === 'string' ? node.value : '';
}
