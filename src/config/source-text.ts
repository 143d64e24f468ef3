import type { Where } from '../errors.js';

/** Text that values are parsed from; it knows where in the user's world an offset lies. */
export interface Source {
  readonly text: string;
  whereAt(offset: number): Where;
}

/** A longer line (a minified JSON file, say) would hide the message that it stands under. */
const longestShownLine = 240;

/** The text of a file, with positions counted from 1. */
export class SourceText implements Source {
  readonly #lineStarts: readonly number[];
  /** What may not be shown, as [start, end) offsets. */
  #hidden: (readonly [start: number, end: number])[] = [];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.#lineStarts = findLineStarts(text);
  }

  whereAt(offset: number): Where {
    const line = lastNotAbove(this.#lineStarts, offset);
    const start = this.#lineStarts[line] ?? 0;
    const end = this.#lineStarts[line + 1] ?? this.text.length + 1;
    const where = { file: this.file, line: line + 1, column: offset - start + 1 };
    if (end - start > longestShownLine) return where;
    return { ...where, source: this.#shown(start, end - 1).replace(/\r$/, '') };
  }

  /** From now on this part is not shown. The white space after a block of YAML belongs to nobody, and stays. */
  hide(start: number, end: number): void {
    const { length } = this.text.slice(start, end).trimEnd();
    if (length > 0) this.#hidden.push([start, start + length]);
  }

  /** The text with something else in place of what is hidden; every other byte is as it was. */
  copyWith(substitute: string): string {
    const parts: string[] = [];
    let at = 0;
    for (const [start, end] of this.#hidden.toSorted(([one], [other]) => one - other)) {
      if (start >= at) parts.push(this.text.slice(at, start), substitute);
      at = Math.max(at, end);
    }
    return [...parts, this.text.slice(at)].join('');
  }

  /** A sign for a sign, so that a caret still stands under its own. */
  #shown(from: number, to: number): string {
    const signs = this.text.slice(from, to).split('');
    for (const [start, end] of this.#hidden) {
      const first = Math.max(start, from) - from;
      const last = Math.min(end, to) - from;
      if (last > first) signs.fill('*', first, last);
    }
    return signs.join('');
  }
}

/** The value of a `--set key=value`, which has no line to point at; `shown` is how it may be shown. */
export function assignmentSource(shown: string, value: string): Source {
  return { text: value, whereAt: () => whereAssigned(shown) };
}

/** An assignment of the command line in the place where else a file stands. */
export function whereAssigned(assignment: string): Where {
  const shown = assignment.length > longestShownLine ? `${assignment.slice(0, longestShownLine)}…` : assignment;
  return { file: `--set ${shown}` };
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last entry of a rising list that is not above a number. */
function lastNotAbove(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rising[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
