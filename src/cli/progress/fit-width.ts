/** How many columns of a terminal a text takes: wide characters take two. */
export type MeasureText = (text: string) => number;

const graphemes = new Intl.Segmenter();

/** Cuts a text that is wider than `columns`, and ends it with `…`. */
export function fitWidth(text: string, columns: number, measure: MeasureText): string {
  if (measure(text) <= columns) return text;
  let fitted = '';
  let width = 1;
  for (const { segment } of graphemes.segment(text)) {
    width += measure(segment);
    if (width > columns) break;
    fitted += segment;
  }
  return columns < 1 ? '' : `${fitted}…`;
}

/** Fits a text into exactly so many columns. */
export function padWidth(text: string, columns: number, measure: MeasureText): string {
  const fitted = fitWidth(text, columns, measure);
  return fitted + ' '.repeat(Math.max(0, columns - measure(fitted)));
}
