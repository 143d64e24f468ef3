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
    return { ...where, source: this.text.slice(start, end - 1).replace(/\r$/, '') };
  }
}

/** The value of a `--set key=value`, which has no line to point at. */
export function assignmentSource(assignment: string, value: string): Source {
  return { text: value, whereAt: () => whereAssigned(assignment) };
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
