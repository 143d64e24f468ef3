import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import type { Place, PositionedNode } from './positioned-node.js';

/** What came out of a text: nothing at all after a syntax error. */
export interface Parsed {
  root?: PositionedNode;
  problems: Problem[];
}

/** No config or persona is nested nearly this deep; a text that is would exhaust the stack. */
export const maxDepth = 64;

export function tooDeep({ source, offset }: Place, codes: FileCodes): Problem {
  const what = `This is nested more than ${maxDepth} levels deep.`;
  return {
    code: codes.tooDeep,
    what,
    todo: 'Take levels out; a bracket may be missing.',
    where: source.whereAt(offset),
  };
}
