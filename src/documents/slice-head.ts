/** The lists of a document that have an entry per comment, as `sealDocument` writes them. */
const lists = ['logs', 'comments'].map((key) => Buffer.from(`\n  "${key}": [\n`));
const listEnd = Buffer.from('\n  ]');

/** How `sealDocument` writes this first line of a property of a comment. */
export function lineOfComment(property: string): Buffer {
  return Buffer.from(`\n      ${property}`);
}

/**
 * The JSON text of a sealed document with its lists of comments empty; undefined if one has a line that a survey needs. A line break in JSON is never inside a text, so bytes that follow one can be searched for.
 */
export function sliceHead(bytes: Buffer, neededLines: readonly Buffer[]): string | undefined {
  if (neededLines.some((line) => bytes.includes(line))) return undefined;
  let [head, at] = ['', 0];
  for (const list of lists) {
    const start = bytes.indexOf(list, at);
    if (start < 0) continue;
    const from = start + list.length - 1;
    head += bytes.toString('utf8', at, from);
    at = bytes.indexOf(listEnd, from);
    if (at < 0) return undefined;
  }
  return head + bytes.toString('utf8', at);
}
