/** The value of a metric, or null for "cannot judge". */
export type LabelValue = number | string | boolean | null;

/** Values that nobody can list. */
export type OpenForm =
  | { kind: 'number'; minimum?: number; maximum?: number }
  /** A text on one line. */
  | { kind: 'text'; maxLength: number }
  /** A passage of `source`, or "" for none. */
  | { kind: 'span'; maxLength: number; source: string };

/** One metric that an answer has, with all valid values: those that are listed, and those of the open form. */
export interface LabelMetric {
  name: string;
  values: readonly LabelValue[];
  open?: OpenForm;
}

/** The form of a reply: one JSON object with these keys in this order, each with one of its values. */
export type LabelSpecification = readonly LabelMetric[];
