import type { Token } from '@huggingface/jinja';

/**
 * Puts a comment `line N` before every tag, since tokens do not know where they stand. Comments render as nothing.
 * Leaves the tokens as they are if its own count of tags differs from the lexer's.
 */
export function markLines(tokens: Token[], source: string): Token[] {
  const lines = linesOfTags(source);
  const isTag = ({ type }: Token): boolean => type === 'OpenStatement' || type === 'OpenExpression';
  if (tokens.filter(isTag).length !== lines.length) return tokens;
  let tag = 0;
  return tokens.flatMap((token) =>
    isTag(token) ? [{ type: 'Comment', value: `line ${lines[tag++] ?? 0}` }, token] : [token],
  );
}

const opening = /\{#[^]*?#\}|\{%[-+]?\s*(\w*)|\{\{/g;
/** The lexer removes these tags of transformers. */
const removed = ['generation', 'endgeneration'];

function linesOfTags(source: string): number[] {
  const lines: number[] = [];
  let [line, counted] = [1, 0];
  opening.lastIndex = 0;
  for (let found = opening.exec(source); found; found = opening.exec(source)) {
    const [text, name = ''] = found;
    if (text.startsWith('{#')) continue;
    for (; counted < found.index; counted++) if (source[counted] === '\n') line++;
    if (!removed.includes(name)) lines.push(line);
    opening.lastIndex = endOfTag(source, found.index + 2, text.startsWith('{%') ? '%}' : '}}');
  }
  return lines;
}

/** Texts in quotes and nested braces do not end a tag. */
function endOfTag(source: string, from: number, closing: string): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const char = source[at];
    if (char === '"' || char === "'") at = endOfText(source, at);
    else if (depth === 0 && source.startsWith(closing, at)) return at + closing.length;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
  }
  return source.length;
}

function endOfText(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === source[start]) return at;
  }
  return source.length;
}
