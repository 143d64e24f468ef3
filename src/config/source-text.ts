import { LineCounter } from 'yaml';
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
  /** Filled here and not by the YAML parser: JSON has positions too, and so has a text that cannot be parsed. */
  readonly #lines = new LineCounter();

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
