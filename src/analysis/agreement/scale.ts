import type { MetricRecord } from '../../documents/records.js';

export type LabelValue = string | number | boolean;

/** What may be computed of a metric's labels. */
export interface Scale {
  level: 'nominal' | 'ordinal' | 'interval';
  /** All values that a label may have, in order; absent if any number may occur. */
  values?: readonly LabelValue[];
}

/** The level of measurement of a metric; undefined for texts, of which no two need agree. */
export function scaleOf({ scale }: Pick<MetricRecord, 'scale'>): Scale | undefined {
  const [type, minimum, maximum, values] = JSON.parse(scale) as [string, unknown, unknown, unknown];
  switch (type) {
    case 'integer':
      return { level: 'ordinal', values: integers(Number(minimum), Number(maximum)) };
    case 'ordered':
      return { level: 'ordinal', ...listed(values) };
    case 'category':
      return { level: 'nominal', ...listed(values) };
    case 'boolean':
      return { level: 'nominal', values: [false, true] };
    case 'number':
      return { level: 'interval' };
    default:
      return undefined;
  }
}

/** Numbers found in answers in free text, of which no level is declared. */
export const freeNumbers: Scale = { level: 'interval' };

function integers(minimum: number, maximum: number): number[] {
  return Array.from({ length: maximum - minimum + 1 }, (_, step) => minimum + step);
}

function listed(values: unknown): Pick<Scale, 'values'> {
  return Array.isArray(values) ? { values: values.map(String) } : {};
}
