/**
 * A text in lines of at most `width` characters, as Python's `textwrap.fill` breaks it: at white space, which is dropped
 * there, after the hyphens of compound words, and within words that are longer than a line. Its own line breaks become
 * spaces.
 */
export function wrapText(text: string, width: number): string {
  const lines: string[] = [];
  let line: string[] = [];
  const endLine = (...last: readonly string[]): void => {
    lines.push([...line, ...last].join('').trimEnd());
    line = [];
  };
  for (const chunk of chunksOf(text)) {
    let rest = Array.from(chunk);
    const isBlank = chunk.trim() === '';
    const fits = line.length + rest.length <= width;
    if (!fits && (isBlank || rest.length <= width)) endLine();
    if (isBlank && line.length === 0) continue;
    while (line.length + rest.length > width) {
      const room = width - line.length;
      endLine(...rest.slice(0, room));
      rest = rest.slice(room);
    }
    line.push(...rest);
  }
  if (line.length > 0) endLine();
  return lines.join('\n');
}

/** Runs of white space, dashes between words, and words or parts of words with their hyphen. */
function chunksOf(text: string): string[] {
  return withoutTabs(text)
    .replace(/\s/g, ' ')
    .split(/( +)|(?<=\p{L}{2}-)(?=\p{L}{2})|(?<=[\p{L}\p{N}])(-{2,})(?=[\p{L}\p{N}])/u)
    .filter(Boolean);
}

/** A tab goes on to the next multiple of eight. */
function withoutTabs(text: string): string {
  const widen = (line: string): string =>
    line.split('\t').reduce((left, right) => `${left}${' '.repeat(8 - (Array.from(left).length % 8))}${right}`);
  return text.includes('\t') ? text.split('\n').map(widen).join('\n') : text;
}
