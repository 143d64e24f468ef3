import type { Problem } from '../../errors.js';

const most = 10;

/** What is wrong with a table of comments: the first faults, and how many there are. */
export class TableProblems {
  readonly #found: Problem[] = [];
  #count = 0;

  constructor(private readonly file: string) {}

  note(line: number, what: string, todo: string, column = 1): void {
    this.#count += 1;
    if (this.#found.length < most)
      this.#found.push({ code: 'SYNDISCO_TABLE_INVALID', what, todo, where: { file: this.file, line, column } });
  }

  get all(): readonly Problem[] {
    const [more, last] = [this.#count - this.#found.length, this.#found.at(-1)];
    if (!last || more === 0) return this.#found;
    return [...this.#found.slice(0, -1), { ...last, what: `${last.what} (${more} further rows have problems, too.)` }];
  }
}
