import { Lexer } from 'yaml';
import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import { maxDepth, tooDeep } from './parsed.js';
import type { Source } from './source-text.js';
import { isMark } from './yaml-flaws/find-opening.js';

/** Some thousand lines. Parsing costs up to 10 µs and 2 KB per token, so this bounds both. */
const maxTokens = 50_000;

/**
 * Refuses YAML that would take the parser seconds, or its whole stack, before it is parsed: a megabyte of brackets took
 * yaml 2.9 four seconds and a gigabyte. Blocks cannot nest as cheaply; positionNodes counts their depth.
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
  const what = `The first ${maxTokens} words and signs end here, the most that a config may have.`;
  const todo = 'Check that it is the file you meant; keep lists of personas and topics in files of their own.';
  return { code: codes.tooLarge, what, todo, where: source.whereAt(offset) };
}
