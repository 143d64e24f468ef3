import { lengthOfInvisible, lengthOfOwnPrefix } from '../speaker-line.js';

/**
 * The text of a reply under way. Append it piece by piece: `append` reports when a stop string is complete, and the
 * text contains no stop string but those that a reply begins with: white space, and its speaker's own prefix, end nothing.
 */
export class ReplyText {
  #text = '';
  #raw: string | undefined;
  readonly #stops: readonly string[];
  readonly #longestStop: number;

  constructor(
    stops: readonly string[],
    private readonly speaker = '',
  ) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#longestStop = Math.max(0, ...this.#stops.map((stop) => stop.length));
  }

  get text(): string {
    return this.#text;
  }

  /** There is nothing but white space and the speaker's own prefix. */
  get isEmpty(): boolean {
    return this.#lengthOfOpening() === this.#text.length;
  }

  /** The text and its stop string, if it had said nothing before that: only this tells whom the model spoke for. */
  get raw(): string | undefined {
    return this.#raw;
  }

  /** Adds a piece and returns the stop string that it completed, the earliest one if there are several. */
  append(piece: string): string | undefined {
    const from = Math.max(0, this.#text.length - this.#longestStop + 1);
    this.#text += piece;
    const found = this.#stopsFrom(from);
    if (found.length === 0) return undefined;
    const opening = this.#lengthOfOpening();
    const first = found.find(({ at, stop }) => at + stop.length > opening);
    if (!first) return undefined;
    const { at, stop } = first;
    if (at <= opening) this.#raw = this.#text.slice(0, at + stop.length);
    this.#text = this.#text.slice(0, at);
    return stop;
  }

  #stopsFrom(from: number): { stop: string; at: number }[] {
    return this.#stops.flatMap((stop) => placesOf(stop, this.#text, from)).sort((a, b) => a.at - b.at);
  }

  #lengthOfOpening(): number {
    const own = lengthOfOwnPrefix(this.#text, { speaker: this.speaker, actors: [] });
    return own > 0 ? own : lengthOfInvisible(this.#text);
  }
}

function placesOf(stop: string, text: string, from: number): { stop: string; at: number }[] {
  const places = [];
  for (let at = text.indexOf(stop, from); at >= 0; at = text.indexOf(stop, at + 1)) places.push({ stop, at });
  return places;
}
