import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import type { Place, PositionedNode } from './positioned-node.js';

/** The result of parsing a text: no root after a syntax error. */
export interface Parsed {
  root?: PositionedNode;
  problems: Problem[];
}

/** No real config or persona is nested this deep; without a limit, deep nesting would exhaust the stack. */
export const maxDepth = 64;

export function tooDeep({ source, offset }: Place, codes: FileCodes): Problem {
  const what = `This is nested more than ${maxDepth} levels deep.`;
  return {
    code: codes.tooDeep,
    what,
    todo: 'Reduce the nesting, or check for a missing closing bracket.',
    where: source.whereAt(offset),
  };
}
