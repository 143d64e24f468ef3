import type { Problem } from '../errors.js';
import { maxDepth } from '../parse-foreign-json.js';
import type { FileCodes } from './file-codes.js';
import type { Place, PositionedNode } from './positioned-node.js';

/** The result of parsing a text: no root after a syntax error. */
export interface Parsed {
  root?: PositionedNode;
  problems: Problem[];
}

/** A whole number written with more digits than a double keeps: an id would silently become another one. */
export function lostDigits(text: string, value: unknown, place: Place, codes: FileCodes): Problem | undefined {
  const isWhole = /^[-+]?\d+$/.test(text) && typeof value === 'number';
  if (!isWhole || Number.isSafeInteger(value) || String(value) === text) return undefined;
  return {
    code: codes.syntax,
    what: `The number ${text} has more digits than a number can keep: it would be read as ${value}.`,
    todo: 'Put it in quotes: an id is a text.',
    where: place.source.whereAt(place.offset),
  };
}

export function tooDeep({ source, offset }: Place, codes: FileCodes): Problem {
  const what = `This is nested more than ${maxDepth} levels deep.`;
  return {
    code: codes.tooDeep,
    what,
    todo: 'Reduce the nesting, or check for a missing closing bracket.',
    where: source.whereAt(offset),
  };
}
