/** Which personas of a population are the pool of a study. Columns are those of the file. */
export interface PopulationConfig {
  /** The column of each trait, in the order of the traits; every column is a trait if absent. */
  columns?: ReadonlyMap<string, string>;
  /** What a persona must have in each column. */
  where: ReadonlyMap<string, AllowedValues>;
  /** All that remain after the filter if absent. */
  size?: number;
  /** The column with the weights. */
  weight?: string;
  /** By column and value, any positive numbers. */
  quota: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** One of several values, as texts, or a number within bounds, which are included. */
export type AllowedValues = { values: readonly string[] } | { from: number; to: number };
