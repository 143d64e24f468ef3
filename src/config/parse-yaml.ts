import { parseDocument, type ErrorCode as YamlErrorCode, type YAMLError } from 'yaml';
import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import { tooDeep, type Parsed } from './parsed.js';
import { positionNodes } from './position-nodes.js';
import type { Source } from './source-text.js';
import { weighYaml } from './weigh-yaml.js';

/** Past this many, syntax errors are echoes of the first. */
const maxShown = 10;

/** One YAML 1.2 document with the position of every key and value. No merge keys, no tags, string keys only. */
export function parseYaml(source: Source, codes: FileCodes): Parsed {
  const tooHeavy = weighYaml(source, codes);
  if (tooHeavy) return { problems: [tooHeavy] };
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // positionNodes looks for equal keys: faster than pairwise comparison, and it knows both places.
    uniqueKeys: false,
    prettyErrors: false,
    // Any other level but this would print warnings; 'silent' would let several documents pass.
    logLevel: 'error',
  });
  const flaws = [...document.errors, ...document.warnings];
  if (flaws.length === 0) return positionNodes(document, source, codes);
  const deep = flaws.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (deep) return { problems: [tooDeep({ source, offset: deep.pos[0] }, codes)] };
  return { problems: flaws.slice(0, maxShown).map((flaw) => describeFlaw(flaw, source, codes)) };
}

function describeFlaw({ code, message, pos }: YAMLError, source: Source, codes: FileCodes): Problem {
  const todo = advice[code] ?? 'Correct the YAML here or just above.';
  const offset = Math.min(pos[0], source.text.length);
  return { code: codes.syntax, what: `This is not YAML: ${sentence(message)}`, todo, where: source.whereAt(offset) };
}

function sentence(message: string): string {
  const first = message.split('\n', 1)[0] ?? '';
  return `${first.slice(0, 160)}${first.endsWith('.') ? '' : '.'}`;
}

const advice: Partial<Record<YamlErrorCode, string>> = {
  BAD_INDENT: 'Indent the keys of a section by the same number of spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that holds ": " in quotes, or start a new line after the first colon.',
  BAD_SCALAR_START: 'Put a text that begins with a special sign in quotes.',
  MISSING_CHAR: 'Add the missing sign: a colon and a space after a key, a closing quote or bracket.',
  MULTIPLE_DOCS: 'Keep one document: remove the line "---" and what does not belong to it.',
  NON_STRING_KEY: 'Use plain words as keys.',
  TAB_AS_INDENT: 'Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Remove the tag, the word that begins with "!".',
  UNEXPECTED_TOKEN: 'Remove the sign, or put the text that holds it in quotes.',
};
