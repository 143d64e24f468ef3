/** Steps without trouble before more replies at once are tried again. */
const calmSteps = 500;

/** How many of the slots are in use: halved when a pass fails, doubled again after a calm stretch. */
export class OpenSlots {
  #count: number;
  #calm = 0;

  constructor(
    private readonly engine: string,
    private readonly all: number,
    private readonly warn: (text: string) => void,
  ) {
    this.#count = all;
  }

  get count(): number {
    return this.#count;
  }

  /** `busy` replies were too many. */
  halve(busy: number, error: unknown): void {
    this.#calm = 0;
    this.#count = Math.max(1, busy >> 1);
    const reason = error instanceof Error ? error.message : String(error);
    this.warn(
      `${this.engine} failed with ${busy} replies at once (${reason}): going on with ${this.#count}, nothing is lost`,
    );
  }

  stepDone(): void {
    if (this.#count === this.all) return;
    this.#calm += 1;
    if (this.#calm < calmSteps) return;
    this.#calm = 0;
    this.#count = Math.min(this.all, this.#count * 2);
  }
}
