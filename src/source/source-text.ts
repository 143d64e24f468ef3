import { LineCounter } from 'yaml';
import type { Where } from '../errors.js';

/** Text that values are parsed from; maps an offset to a position that the user can find. */
export interface Source {
  readonly text: string;
  whereAt(offset: number): Where;
}

/** A longer line (a minified JSON file, say) would bury the message above it. */
const longestShownLine = 240;

/** The text of a file, with positions counted from 1. */
export class SourceText implements Source {
  /** Filled here, not by the YAML parser: JSON and unparsable texts need positions too. */
  readonly #lines = new LineCounter();
  /** The ranges that may not be shown, as [start, end) offsets. */
  #hidden: (readonly [start: number, end: number])[] = [];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.#lines.addNewLine(0);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lines.addNewLine(at + 1);
  }

  whereAt(offset: number): Where {
    const { line, col: column } = this.#lines.linePos(offset);
    const start = offset - column + 1;
    const end = this.#lines.lineStarts[line] ?? this.text.length + 1;
    const where = { file: this.file, line, column };
    if (end - start > longestShownLine) return where;
    return { ...where, source: this.#shown(start, end - 1).replace(/\r$/, '') };
  }

  /** Hides a range from now on, except trailing white space, which a YAML node's range can include. */
  hide(start: number, end: number): void {
    const { length } = this.text.slice(start, end).trimEnd();
    if (length > 0) this.#hidden.push([start, start + length]);
  }

  /** The text with every hidden range replaced; all other characters are unchanged. */
  copyWith(substitute: string): string {
    const parts: string[] = [];
    let at = 0;
    for (const [start, end] of this.#hidden.toSorted(([one], [other]) => one - other)) {
      if (start >= at) parts.push(this.text.slice(at, start), substitute);
      at = Math.max(at, end);
    }
    return [...parts, this.text.slice(at)].join('');
  }

  /** One asterisk per character, so that a caret still points to the right column. */
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

/** A command-line assignment in place of a file. */
export function whereAssigned(assignment: string): Where {
  const shown = assignment.length > longestShownLine ? `${assignment.slice(0, longestShownLine)}…` : assignment;
  return { file: `--set ${shown}` };
}
