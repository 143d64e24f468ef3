import type { MetricRecord } from '../../documents/records.js';
import { metricTypeOf } from '../../metrics/registry.js';

export type LabelValue = string | number | boolean;

/** What may be computed of a metric's labels. */
export interface Scale {
  level: 'nominal' | 'ordinal' | 'interval';
  /** All values that a label may have, in order; absent if any number may occur. */
  values?: readonly LabelValue[];
}

/** The level of measurement of a metric; undefined for texts, of which no two need agree. */
export function scaleOf({ metric }: Pick<MetricRecord, 'metric'>): Scale | undefined {
  const type = metricTypeOf(metric);
  if (type.level === null) return undefined;
  const { values, open } = type.answers(metric, '');
  return { level: type.level, ...(!open && { values: values.filter((value) => value !== null) }) };
}

/** Numbers found in answers in free text, of which no level is declared. */
export const freeNumbers: Scale = { level: 'interval' };
