import type { ErrorCode, YAMLError } from 'yaml';
import { findOpenBracket, findOpenQuote } from './find-opening.js';
import { describeIndent, yamlLines, type YamlLine } from './yaml-lines.js';

/** A syntax error in words, at the position where it can be fixed, which is not always where the parser gave up. */
export interface ExplainedFlaw {
  what: string;
  todo: string;
  offset: number;
}

interface Flaw {
  message: string;
  text: string;
  offset: number;
  lines: readonly YamlLine[];
  /** The line that contains the offset. */
  line: YamlLine;
}

export function explainFlaw({ code, message, pos }: YAMLError, text: string): ExplainedFlaw {
  const offset = Math.min(pos[0], text.length);
  const lines = yamlLines(text);
  const line = lines.findLast(({ start }) => start <= offset);
  const fallback = {
    what: `Invalid YAML: ${sentence(message)}`,
    todo: 'Correct the YAML here or just above.',
    offset,
  };
  if (!line) return fallback;
  const flaw = { message, text, offset, lines, line };
  return (
    explainOddSpace(flaw) ??
    explainOpenQuote(flaw) ??
    explainOpenBracket(flaw) ??
    explanations[code]?.(flaw) ??
    fallback
  );
}

const explanations: Partial<Record<ErrorCode, (flaw: Flaw) => ExplainedFlaw | undefined>> = {
  TAB_AS_INDENT: explainTab,
  BAD_INDENT: explainIndent,
  MISSING_CHAR: explainIndent,
  BLOCK_AS_IMPLICIT_KEY: explainNesting,
  MULTILINE_IMPLICIT_KEY: (flaw) => explainMissingColon(flaw) ?? explainNesting(flaw),
  UNEXPECTED_TOKEN: explainUnexpected,
  BLOCK_IN_FLOW: ({ offset }) => ({
    what: 'A comma is missing here, or an earlier bracket is not closed.',
    todo: 'Separate the entries inside { } or [ ] with commas.',
    offset,
  }),
  BAD_SCALAR_START: explainStart,
  BAD_ALIAS: explainStart,
  BAD_DIRECTIVE: explainStart,
  BAD_DQ_ESCAPE: ({ text, offset }) => ({
    what: `Invalid escape sequence ${text.slice(offset, offset + 2)} in a double-quoted string.`,
    todo: 'Write \\\\ for a backslash, or use single quotes.',
    offset,
  }),
  MULTIPLE_DOCS: ({ offset }) => ({
    what: 'A second document begins here; a config must be a single document.',
    todo: 'Remove the lines "---" and "...", or move the other document out of the file.',
    offset,
  }),
  NON_STRING_KEY: ({ offset }) => ({ what: 'This key is not a string.', todo: 'Use plain words as keys.', offset }),
  TAG_RESOLVE_FAILED: ({ offset }) => ({
    what: 'YAML reads a word that starts with ! as a tag; tags are not supported.',
    todo: 'Remove it, or put the text in quotes.',
    offset,
  }),
};

/** Such characters come from web pages and word processors; editors show them as spaces. */
function explainOddSpace({ text, line }: Flaw): ExplainedFlaw | undefined {
  const odd = /^[ \t]*([^\S \t\r\n])/.exec(text.slice(line.start))?.[0];
  if (odd === undefined) return undefined;
  const what = 'This line is indented with a character that only looks like a space.';
  return { what, todo: 'Delete the indentation and type it again.', offset: line.start + odd.length - 1 };
}

function explainOpenQuote({ text, offset: reached, message }: Flaw): ExplainedFlaw | undefined {
  const opening = message.includes('quote') ? findOpenQuote(text, reached) : undefined;
  if (!opening) return undefined;
  const todo = 'Add the closing quote, or remove this one.';
  return { what: 'This quote is not closed.', todo, offset: opening.offset };
}

function explainOpenBracket({ text, offset: reached }: Flaw): ExplainedFlaw | undefined {
  const opening = findOpenBracket(text);
  if (!opening || opening.offset > reached) return undefined;
  const { sign, offset } = opening;
  return { what: `This ${sign} is not closed.`, todo: `Add the closing ${sign === '[' ? ']' : '}'}.`, offset };
}

function explainTab({ lines, line, offset }: Flaw): ExplainedFlaw {
  const place = lines.indexOf(line);
  const around = [lines[place - 1], lines[place + 1]].filter((other) => other !== undefined);
  const spaces = around.map(({ number, indent }) => `line ${number} has ${indent}`).join(', ');
  return { what: 'This line is indented with a tab.', todo: `Indent it with spaces: ${spaces}.`, offset };
}

const inQuotes = 'Put the whole text in quotes.';
const sameIndent = 'Indent the keys of a section, and the items of a list, by the same number of spaces.';

function explainIndent({ lines, line }: Flaw): ExplainedFlaw {
  const offset = line.start + line.indent;
  if (/^-[^\s-]/.test(line.text))
    return { what: 'There is no space after the dash.', todo: 'Write "- item", with a space.', offset };
  return { what: describeIndent(lines, line), todo: sameIndent, offset };
}

/** A key in an invalid place: after a value on the same line, or on a line that is indented too deeply. */
function explainNesting(flaw: Flaw): ExplainedFlaw {
  const { text, offset, lines, line } = flaw;
  const value = text.slice(offset, line.start + line.indent + line.text.length);
  if (value.trimStart().startsWith('- ')) return explainIndent(flaw);
  const next = lines[lines.indexOf(line) + 1];
  if (/:(\s|$)/.test(value) || !next || next.indent <= line.indent) {
    return { what: 'Unquoted text cannot contain a colon followed by a space.', todo: inQuotes, offset };
  }
  const what = `${describeIndent(lines, next)} Line ${line.number} has a value, so nothing can be nested under it.`;
  const todo = `Indent this line like its neighbours, remove the value of line ${line.number}, or put multi-line text in quotes.`;
  return { what, todo, offset: next.start + next.indent };
}

function explainMissingColon({ lines, line }: Flaw): ExplainedFlaw | undefined {
  if (/:(\s|$)/.test(line.text) || line.text.startsWith('- ')) return undefined;
  const offset = line.start + line.indent;
  const above = lines[lines.indexOf(line) - 1];
  if (above && /\s[|>][+-]?$/.test(above.text)) {
    const what = `This text belongs to line ${above.number} but is not indented below it.`;
    return { what, todo: `Indent it by more than ${above.indent} spaces.`, offset };
  }
  const todo = 'Write "key: value", with a colon and a space.';
  const isTight = /^[\w.-]+:\S/.test(line.text);
  return { what: isTight ? 'There is no space after the colon.' : 'There is no colon after the key.', todo, offset };
}

function explainUnexpected(flaw: Flaw): ExplainedFlaw | undefined {
  const { text, offset, lines, line } = flaw;
  const sign = text.charAt(offset);
  if (/[\]}]/.test(sign)) return { what: `Unmatched ${sign}.`, todo: 'Remove it, or add the opening bracket.', offset };
  if (offset <= line.start + line.indent && lines[0] !== line) return explainIndent(flaw);
  if (!/node end|Not a YAML token/.test(flaw.message)) return undefined;
  const what = 'There is text after the end of the value.';
  return { what, todo: 'Put the whole value in quotes; inside single quotes, write a single quote twice.', offset };
}

function explainStart({ text, offset }: Flaw): ExplainedFlaw {
  return { what: `Unquoted text cannot start with ${text.charAt(offset)}.`, todo: inQuotes, offset };
}

function sentence(message: string): string {
  const first = message.split('\n', 1)[0] ?? '';
  return `${first.slice(0, 160)}${first.endsWith('.') ? '' : '.'}`;
}
