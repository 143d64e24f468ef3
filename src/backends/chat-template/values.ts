import { Environment, type Statement, type Value } from '@huggingface/jinja';

/** What is read of the nodes of a template. */
export interface Node extends Statement {
  body?: readonly Node[];
  alternate?: readonly Node[];
  defaultBlock?: readonly Node[];
  iterable?: Node;
  lhs?: Node;
  operand?: Node;
  operator?: { value?: string };
  left?: Node;
  right?: Node;
  filter?: Node;
  callee?: Node;
  args?: readonly Node[];
  key?: Node;
  object?: Node;
  property?: Node;
  computed?: boolean;
  /** Of a node that stands for a value that is already known. */
  held?: Value;
}

export type Evaluate = (node: Statement | undefined) => Value;

/** The library's value of plain data. */
export function valueOf(content: unknown): Value {
  return new Environment().set('value', content);
}

/** A function of a template that is given the library's values. */
export function functionOf(apply: (args: readonly Value[]) => Value): Value {
  return Object.assign(
    valueOf(() => null),
    { value: apply },
  );
}

/** Stands for a value, so that nothing is evaluated twice. */
export function hold(value: Value): Node {
  return { type: 'Held', held: value };
}

export function isText(value: Value): value is Value & { value: string } {
  return value.type === 'StringValue';
}

/** A list or a tuple. */
export function isList(value: Value): value is Value & { value: Value[] } {
  return value.type === 'ArrayValue' || value.type === 'TupleValue';
}

export function isMapping(value: Value): value is Value & { value: Map<string, Value> } {
  return value.type === 'ObjectValue' || value.type === 'KeywordArgumentsValue';
}

export function isNumber(value: Value): value is Value & { value: number | boolean } {
  return ['IntegerValue', 'FloatValue', 'BooleanValue'].includes(value.type);
}
