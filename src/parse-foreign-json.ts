/** No real document, config or persona is nested this deep; the outermost value is at depth 0. */
export const maxDepth = 64;

/**
 * `JSON.parse` for a text that may be anybody's. Nesting is checked first: a million brackets take two megabytes to send
 * and half a gigabyte to parse, and whatever walks through the value would exhaust the stack. Throws SyntaxError.
 */
export function parseForeignJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`it is nested more than ${maxDepth} levels deep`);
  return JSON.parse(text);
}

/** Right for every text that is JSON. The codes are local, which makes the loop twice as fast. */
function isTooDeep(text: string): boolean {
  const quote = 0x22;
  const [openList, closeList] = [0x5b, 0x5d];
  const [openObject, closeObject] = [0x7b, 0x7d];
  let depth = -1;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === quote) at = endOfString(text, at);
    else if (sign === closeList || sign === closeObject) depth -= 1;
    else if (sign === openList || sign === openObject) {
      depth += 1;
      if (depth > maxDepth) return true;
    }
  }
  return false;
}

/** The place of the quote that ends the string begun at `from`: the next one after an even number of backslashes. */
function endOfString(text: string, from: number): number {
  const backslash = 0x5c;
  let at = text.indexOf('"', from + 1);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}
