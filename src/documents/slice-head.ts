/** The lists of a document that have an entry per comment, as `sealDocument` writes them. */
const lists = ['logs', 'comments'].map((key) => Buffer.from(`\n  "${key}": [\n`));
const listEnd = Buffer.from('\n  ]');
/** What a survey must see: which labels an engine scored, speakers without a seat, columns of imported comments, and moderators who were asked first. */
const neededWhole = ['"scores": {', '"model": "injected"', '"model": "human"', '"intervention": {'].map((text) =>
  Buffer.from(`\n      ${text}`),
);

/**
 * The JSON text of a sealed document with its lists of comments empty; undefined if a survey needs them. A line break in JSON is never inside a text, so bytes that follow one can be searched for.
 */
export function sliceHead(bytes: Buffer): string | undefined {
  if (neededWhole.some((text) => bytes.includes(text))) return undefined;
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
