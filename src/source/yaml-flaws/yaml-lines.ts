/** A line with content: neither blank nor only a comment. */
export interface YamlLine {
  /** From 1. */
  number: number;
  /** Offset of its first character. */
  start: number;
  /** Number of leading white-space characters. */
  indent: number;
  /** The text after the indentation. */
  text: string;
}

export function yamlLines(text: string): YamlLine[] {
  let start = 0;
  return text.split('\n').flatMap((whole, index) => {
    const said = whole.trim();
    const line = { number: index + 1, start, indent: whole.length - whole.trimStart().length, text: said };
    start += whole.length + 1;
    return said === '' || said.startsWith('#') ? [] : [line];
  });
}

/** `This line is indented by 3 spaces, line 7 by 4 and line 9 by 4.` */
export function describeIndent(lines: readonly YamlLine[], line: YamlLine): string {
  const siblings = siblingsOf(lines, line).map(({ number, column }) => `line ${number} by ${column}`);
  const rest = siblings.length === 0 ? '' : `, ${siblings.join(' and ')}`;
  return `This line is indented by ${line.indent} ${line.indent === 1 ? 'space' : 'spaces'}${rest}.`;
}

interface Sibling {
  number: number;
  column: number;
}

/** The lines above and below that most likely belong to the same section. */
function siblingsOf(lines: readonly YamlLine[], line: YamlLine): Sibling[] {
  const place = lines.indexOf(line);
  const above = nearest(enclosing(lines.slice(0, place), line), line);
  if (!above) return [];
  const deepest = Math.max(above.column, line.indent);
  const next = lines.slice(place + 1).find((other) => other.indent <= deepest);
  const below = next && columnOf(next, line);
  return next && below !== undefined && below >= Math.min(above.column, line.indent)
    ? [above, { number: next.number, column: below }]
    : [above];
}

/** The line just above, the section that contains it, and so on outwards. */
function enclosing(above: readonly YamlLine[], line: YamlLine): Sibling[] {
  const found: Sibling[] = [];
  for (const other of above.toReversed()) {
    const column = columnOf(other, line);
    if (column === undefined || column >= (found.at(-1)?.column ?? Number.POSITIVE_INFINITY)) continue;
    found.push({ number: other.number, column });
  }
  return found;
}

function nearest(siblings: readonly Sibling[], { indent }: YamlLine): Sibling | undefined {
  const distance = ({ column }: Sibling): number => Math.abs(column - indent);
  return siblings.toSorted((one, other) => distance(one) - distance(other))[0];
}

/**
 * The column where a line's key starts (after the dash in `- name: x`); list items are compared only with list items.
 */
function columnOf({ indent, text }: YamlLine, line: YamlLine): number | undefined {
  const dash = /^-\s+/.exec(text)?.[0];
  if (line.text.startsWith('-')) return dash === undefined ? undefined : indent;
  return indent + (dash?.length ?? 0);
}
