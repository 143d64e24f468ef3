/** What the analysis scripts of a tidy data set say in their own languages. */
export interface ScriptFacts {
  experiment: string;
  version: string;
  /** Of the tables. */
  format: 'csv' | 'parquet';
  /** `declared` before the data were seen, otherwise every pair of levels. */
  status: 'declared' | 'exploratory';
  contrasts: readonly ScriptContrast[];
  /** Columns of the design: its factors. */
  factors: readonly string[];
  /** Replicates with the same number share their set-up across conditions. */
  isPaired: boolean;
  /** The annotation set whose labels are analysed; absent without annotations. */
  annotationSet?: string;
  metrics: readonly ScriptMetric[];
}

interface ScriptContrast {
  /** `moderation: none -> strict`. */
  title: string;
  column: string;
  levels: readonly [string, string];
  /** Column to level. */
  within: Readonly<Record<string, string>>;
}

export type ScriptMetric =
  | { name: string; kind: 'ordered'; levels: readonly number[] }
  /** Ordered categories, from low to high. */
  | { name: string; kind: 'ranked'; values: readonly string[] }
  /** The mean of a scale, by `label: expected`. */
  | { name: string; kind: 'mean' }
  | { name: string; kind: 'category'; values: readonly string[] }
  /** A number that the instructions ask for in free text, as `Name=3`. */
  | { name: string; kind: 'text' };
