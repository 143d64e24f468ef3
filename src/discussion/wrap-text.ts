/**
 * A text in lines of at most `width` characters, as Python's `textwrap.fill` breaks it: at white space, which is dropped
 * there, after the hyphens of compound words, and within words that are longer than a line. Its own line breaks become
 * spaces.
 */
export function wrapText(text: string, width: number): string {
  const lines: string[] = [];
  const chunks = chunksOf(text).reverse();
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop();
    const line = takeLine(chunks, width);
    if (line !== '') lines.push(line);
  }
  return lines.join('\n');
}

/** In characters, so that none is broken in two. */
type Chunk = readonly string[];

/** Takes what fits from the end of the list. */
function takeLine(chunks: Chunk[], width: number): string {
  const line: Chunk[] = [];
  let room = width;
  for (let next = chunks.pop(); next; next = chunks.pop()) {
    if (next.length > room) {
      const end = next.length > width ? breakOf(next, room) : 0;
      if (next.length > width) line.push(next.slice(0, end));
      chunks.push(next.slice(end));
      break;
    }
    line.push(next);
    room -= next.length;
  }
  if (isBlank(line.at(-1))) line.pop();
  return line.flat().join('');
}

/** Where a word that is longer than a line is broken: after its last hyphen that fits, if it has one. */
function breakOf(word: Chunk, room: number): number {
  const hyphen = word.slice(0, room).lastIndexOf('-');
  return word.slice(0, Math.max(0, hyphen)).some((character) => character !== '-') ? hyphen + 1 : room;
}

/** White space of any kind is dropped at the end of a line, though lines end at that of ASCII only. */
function isBlank(chunk: Chunk | undefined): boolean {
  return chunk?.every((character) => pythonBlank.test(character)) ?? false;
}

const pythonBlank = new RegExp(
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]',
);

/** Letters as Python's `\w` without decimal digits, and what else a dash may follow. */
const letter = String.raw`[\p{L}\p{Nl}\p{No}_]`;
const word = String.raw`[\p{L}\p{N}_]`;
const beforeDash = String.raw`[\p{L}\p{N}_!"'&.,?]`;

/** A hyphen of a compound word has two letters on either side, or single ones with hyphens between them. */
const compound = `-(?<=${letter}(?:${letter}|-${letter})-)(?=${letter}-?${letter})`;
const dash = `-{2,}(?=${word})`;

/** Runs of spaces, dashes between words, and words or parts of words with their hyphen. */
const chunk = new RegExp(
  `[ ]+|(?<=${beforeDash})${dash}|[^ ]+?(?:${compound}|(?=[ ]|$)|(?<=${beforeDash})(?=${dash}))`,
  'gu',
);

function chunksOf(text: string): Chunk[] {
  const spaced = withoutTabs(text).replace(/[\n\v\f\r]/g, ' ');
  return Array.from(spaced.matchAll(chunk), ([one]) => Array.from(one));
}

/** A tab goes on to the next multiple of eight. */
function withoutTabs(text: string): string {
  const widen = (line: string): string =>
    line.split('\t').reduce((left, right) => `${left}${' '.repeat(8 - (Array.from(left).length % 8))}${right}`);
  return text.includes('\t')
    ? text
        .split(/(?<=[\n\r])/)
        .map(widen)
        .join('')
    : text;
}
