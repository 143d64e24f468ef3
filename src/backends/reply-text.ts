/**
 * The text of a reply under way. Append it piece by piece: `append` reports when a stop string is complete, and the
 * text never contains a stop string or anything after it.
 */
export class ReplyText {
  #text = '';
  readonly #stops: readonly string[];
  readonly #longestStop: number;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#longestStop = Math.max(0, ...this.#stops.map((stop) => stop.length));
  }

  get text(): string {
    return this.#text;
  }

  /** Adds a piece and returns the stop string that it completed, the earliest one if there are several. */
  append(piece: string): string | undefined {
    const from = Math.max(0, this.#text.length - this.#longestStop + 1);
    this.#text += piece;
    const found = this.#earliestStop(from);
    if (found) this.#text = this.#text.slice(0, found.at);
    return found?.stop;
  }

  #earliestStop(from: number): { stop: string; at: number } | undefined {
    return this.#stops
      .map((stop) => ({ stop, at: this.#text.indexOf(stop, from) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0];
  }
}
