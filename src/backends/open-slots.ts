/** Steps without a failure after which the number of replies at once is raised again. */
const calmSteps = 500;

/**
 * How many of the slots are in use: halved when a forward pass fails, doubled after `calmSteps` steps without a
 * failure.
 */
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

  /** Call this when a pass with `busy` replies has failed. */
  halve(busy: number, error: unknown): void {
    this.#calm = 0;
    this.#count = Math.max(1, busy >> 1);
    const reason = error instanceof Error ? error.message : String(error);
    this.warn(
      `${this.engine} failed with ${busy} replies at once (${reason}): continuing with ${this.#count}, no reply is lost`,
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
