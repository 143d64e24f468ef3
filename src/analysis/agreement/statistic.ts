/**
 * The labels of one comment, a code per coder: n for the n-th value of the metric, 0 for no answer, −n for an answer
 * without a value, such as an invalid one.
 */
export type LabelRow = ArrayLike<number>;

/** By name; undefined where a figure has no value. */
export type Figures = Readonly<Record<string, number | undefined>>;

/**
 * A statistic of sums over comments: a resample of discussions adds up their sums, and never reads a label again.
 * Whatever is expected by chance is part of the figures, so that each resample computes it anew.
 */
export interface Statistic {
  /** Notes what a comment adds to the sum at each place. */
  add(row: LabelRow, note: (place: number, amount: number) => void): void;
  /** After all comments have been added; of the sums of any of them. */
  figures(sums: Float64Array): Figures;
}

/** Places for keys, given out as they occur. */
export class Places {
  /** The keys, in the order of their places. */
  readonly keys: number[] = [];
  private readonly places = new Map<number, number>();

  constructor(private readonly first = 0) {}

  of(key: number): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = this.first + this.keys.length;
    this.keys.push(key);
    this.places.set(key, place);
    return place;
  }
}
