/** What is asked, of a comment or of anything else, and the answers that it may have. */
export type Metric =
  IntegerMetric | NumberMetric | OrderedMetric | CategoryMetric | BooleanMetric | TextMetric | SpanMetric;

export interface MetricCommon {
  name: string;
  /** Whether "cannot judge" is an answer. */
  cannotJudge: boolean;
  /** Told to whoever answers; absent if the instructions say what the metric is. */
  question?: string;
}

interface IntegerMetric extends MetricCommon {
  type: 'integer';
  minimum: number;
  maximum: number;
  /** Level to name. */
  levels?: Readonly<Record<string, string>>;
}

interface NumberMetric extends MetricCommon {
  type: 'number';
  minimum?: number;
  maximum?: number;
}

interface OrderedMetric extends MetricCommon {
  type: 'ordered';
  /** From low to high. */
  values: readonly string[];
}

interface CategoryMetric extends MetricCommon {
  type: 'category';
  values: readonly string[];
}

interface BooleanMetric extends MetricCommon {
  type: 'boolean';
}

interface TextMetric extends MetricCommon {
  type: 'text';
  /** In characters. */
  maxLength: number;
}

/** A passage of what is asked about. */
interface SpanMetric extends MetricCommon {
  type: 'span';
  maxLength: number;
}

export type MetricTypeName = Metric['type'];

export type MetricOf<Name extends MetricTypeName> = Extract<Metric, { type: Name }>;

/** A metric as a config or a document writes it. */
export interface WrittenMetric {
  type: MetricTypeName;
  question?: string;
  minimum?: number;
  maximum?: number;
  levels?: Readonly<Record<string, string>>;
  values?: readonly string[];
  max_length?: number;
  cannot_judge?: boolean;
}

/** A key that only some types have. */
export type MetricKey = Exclude<keyof WrittenMetric, 'type' | 'question' | 'cannot_judge'>;
