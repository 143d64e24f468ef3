/**
 * Breaks special texts, such as `<|im_end|>` in a comment, with a mark after their first character, so that they are
 * tokenized as the text that they are. The mark is a private-use character that occurs neither in the texts nor in the template.
 */
export class ContentGuard {
  readonly #special: RegExp | undefined;

  constructor(
    specialTexts: readonly string[],
    private readonly template: string,
  ) {
    const longest = [...specialTexts].filter((text) => text.length > 1).sort((a, b) => b.length - a.length);
    // A lookahead finds overlapping ones as well.
    if (longest.length > 0) this.#special = new RegExp(`(?=(?:${longest.map(escaped).join('|')}))`, 'gu');
  }

  /** The texts with marks in them, and the mark; undefined where there is nothing special in them. */
  guard(texts: readonly string[]): { texts: readonly string[]; mark: string } | undefined {
    const special = this.#special;
    if (!special || !texts.some((text) => text.search(special) >= 0)) return undefined;
    const mark = unusedCharacter([...texts, this.template]);
    return { texts: texts.map((text) => breakAt(text, special, mark)), mark };
  }
}

function breakAt(text: string, special: RegExp, mark: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { index } of text.matchAll(special)) {
    const first = String.fromCodePoint(text.codePointAt(index) ?? 0).length;
    parts.push(text.slice(from, index + first));
    from = index + first;
  }
  return [...parts, text.slice(from)].join(mark);
}

function unusedCharacter(texts: readonly string[]): string {
  for (let code = 0xe000; code <= 0xf8ff; code++) {
    const mark = String.fromCharCode(code);
    if (!texts.some((text) => text.includes(mark))) return mark;
  }
  throw new Error('the texts use every private-use character');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
