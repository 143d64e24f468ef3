import type { LabelMetric, LabelValue } from './label.js';
import type { Metric, MetricCommon, MetricKey, WrittenMetric } from './metric.js';

/** A mistake in a metric as a config writes it. */
export interface Flaw {
  /** Within the metric. */
  path: readonly string[];
  what: string;
  todo: string;
  /** The value is of another type than it should be, and does not only contradict another. */
  isWrongType?: true;
}

/**
 * A type of metric: one file in `types/`, one line in its registry, and its name and keys in the schemas of config and
 * annotation. It knows nothing of who is asked, or what about.
 */
export interface MetricType<One extends Metric = Metric> {
  /** Keys of the type; those without a default say what to add if they are missing. */
  readonly keys: Readonly<Partial<Record<MetricKey, { needs: string } | 'optional'>>>;
  /** The type of its labels in a data set. */
  readonly column: 'integer' | 'number' | 'boolean' | 'text';
  /** The level of measurement; null for texts. */
  readonly level: 'nominal' | 'ordinal' | 'interval' | null;
  /** Undefined if a key is missing. */
  read(written: WrittenMetric, common: MetricCommon): One | undefined;
  flaws?(metric: One): Flaw[];
  /** The answers in words, without "cannot judge". */
  describe(metric: One): string;
  /** What levels mean, for a question; empty if their names say it. */
  explain?(metric: One): string;
  /** All valid answers but "cannot judge". `source` is the text that is asked about. */
  answers(metric: One, source: string): Omit<LabelMetric, 'name'>;
  /** The number that a label stands for in means over its levels; absent if there is none. */
  rank?(metric: One, value: LabelValue): number;
  /** The metric with its scale turned round; absent if a scale has no direction. */
  reverse?(metric: One): Reversed;
}

/** What is asked in place of a metric. */
interface Reversed {
  metric: Metric;
  /** The metric's own label for one on the reversed scale. */
  toOwn: (value: LabelValue) => LabelValue;
}
