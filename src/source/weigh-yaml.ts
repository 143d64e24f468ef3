import { Lexer } from 'yaml';
import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import { maxDepth } from '../parse-foreign-json.js';
import { tooDeep } from './parsed.js';
import type { Source } from './source-text.js';
import { isMark } from './yaml-flaws/find-opening.js';

/** Several thousand lines. Parsing costs up to 10 µs and 2 KB per token, so this bounds time and memory. */
const maxTokens = 50_000;

/**
 * Rejects, before parsing, YAML that would take the parser seconds or overflow its stack: a megabyte of brackets took
 * yaml 2.9 four seconds and a gigabyte. Blocks cannot nest as cheaply; positionNodes limits their depth.
 */
export function weighYaml(source: Source, codes: FileCodes): Problem | undefined {
  let tokens = 0;
  let depth = 0;
  let offset = 0;
  for (const token of new Lexer().lex(source.text)) {
    tokens += 1;
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > maxDepth) return tooDeep({ source, offset }, codes);
    if (tokens > maxTokens) return tooMany(source, codes, offset);
    if (!isMark(token)) offset += token.length;
  }
  return undefined;
}

function tooMany(source: Source, codes: FileCodes, offset: number): Problem {
  const what = `This file is too large: it has more than ${maxTokens} YAML tokens.`;
  const todo = 'Check that it is the right file; keep lists of personas and topics in separate files.';
  return { code: codes.tooLarge, what, todo, where: source.whereAt(offset) };
}
