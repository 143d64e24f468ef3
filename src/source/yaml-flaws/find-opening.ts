import { CST, Lexer } from 'yaml';

/** A quote or bracket that is never closed. */
export interface Opening {
  sign: string;
  offset: number;
}

const closingOf: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** The opening quote of the string that contains the offset. */
export function findOpenQuote(text: string, at: number): Opening | undefined {
  for (const { token, offset } of tokensOf(text)) {
    const sign = token.charAt(0);
    if (offset <= at && at <= offset + token.length && /["']/.test(sign)) return { sign, offset };
  }
  return undefined;
}

/** The first bracket that is not closed, or is closed by the wrong kind. */
export function findOpenBracket(text: string): Opening | undefined {
  const open: Opening[] = [];
  for (const { token, offset } of tokensOf(text)) {
    const last = open.at(-1);
    // The lexer closes brackets itself where a line is not indented enough to be inside them.
    if (token === CST.FLOW_END && last) return open[0];
    if (/^[[{]$/.test(token)) open.push({ sign: token, offset });
    if (!/^[\]}]$/.test(token) || !last) continue;
    if (closingOf[last.sign] !== token) return last;
    open.pop();
  }
  return open[0];
}

function* tokensOf(text: string): Generator<{ token: string; offset: number }> {
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    yield { token, offset };
    if (!isMark(token)) offset += token.length;
  }
}

/** Control tokens of the lexer, which have no text. */
export function isMark(token: string): boolean {
  return token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR;
}
