import type { Value } from '@huggingface/jinja';
import { textOf } from './python-text.js';
import { isList, isMapping, isNumber, isText, valueOf } from './values.js';

/** The result of a binary operator where Python's differs from the library's. */
export function operate(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '==' || operator === '!=') return valueOf(areEqual(left, right) === (operator === '=='));
  if (operator === 'in' || operator === 'not in') return valueOf(isIn(left, right) === (operator === 'in'));
  if (operator === '~') return valueOf(textOf(left) + textOf(right));
  if (operator === '+' && isText(left) !== isText(right) && ![left, right].some(isNothing))
    throw new Error('+ cannot join a text and something else');
  return operator === '%' || operator === '/' || operator === '//' ? divide(operator, left, right) : undefined;
}

/** Left to the library, which names it. */
function isNothing({ type }: Value): boolean {
  return type === 'UndefinedValue' || type === 'NullValue';
}

/** The remainder has the sign of the divisor, as in Python. */
function divide(operator: string, left: Value, right: Value): Value | undefined {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  const [a, b] = [Number(left.value), Number(right.value)];
  if (b === 0) throw new Error('it divides by zero');
  const isWhole = left.type !== 'FloatValue' && right.type !== 'FloatValue';
  if (operator !== '%') return undefined;
  if (isWhole) return valueOf(((a % b) + b) % b);
  if ((a % b) * b < 0) throw new Error('% has one negative operand that is not whole');
  return undefined;
}

/** What is undefined equals nothing else; a number may equal a boolean, but no text. */
function areEqual(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return Number(left.value) === Number(right.value);
  if (left.type !== right.type) return isMapping(left) && isMapping(right) && areEqualMappings(left.value, right.value);
  if (isList(left) && isList(right)) return areEqualLists(left.value, right.value);
  if (isMapping(left) && isMapping(right)) return areEqualMappings(left.value, right.value);
  return left.value === right.value;
}

function areEqualLists(left: readonly Value[], right: readonly Value[]): boolean {
  const pairs = left.map((one, at) => [one, right[at]] as const);
  return left.length === right.length && pairs.every(([one, other]) => other !== undefined && areEqual(one, other));
}

function areEqualMappings(left: ReadonlyMap<string, Value>, right: ReadonlyMap<string, Value>): boolean {
  const pairs = [...left].map(([key, one]) => [one, right.get(key)] as const);
  return left.size === right.size && pairs.every(([one, other]) => other !== undefined && areEqual(one, other));
}

function isIn(item: Value, whole: Value): boolean {
  if (whole.type === 'UndefinedValue') return false;
  if (isList(whole)) return whole.value.some((one) => areEqual(one, item));
  if (isMapping(whole)) return isText(item) && whole.value.has(item.value);
  if (isText(whole) && isText(item)) return whole.value.includes(item.value);
  throw new Error('"in" needs a list, a mapping or two texts');
}
