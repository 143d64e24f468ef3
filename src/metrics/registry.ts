import type { LabelMetric } from './label.js';
import type { Metric, MetricCommon, MetricOf, MetricTypeName, WrittenMetric } from './metric.js';
import type { MetricType } from './metric-type.js';
import { boolean } from './types/boolean.js';
import { category } from './types/category.js';
import { integer } from './types/integer.js';
import { number } from './types/number.js';
import { ordered } from './types/ordered.js';
import { span } from './types/span.js';
import { text } from './types/text.js';

/** One line per type; the key is its name in config files. */
const types: { readonly [Name in MetricTypeName]: MetricType<MetricOf<Name>> } = {
  integer,
  number,
  ordered,
  category,
  boolean,
  text,
  span,
};

export function metricTypeOf({ type }: { type: MetricTypeName }): MetricType {
  return types[type];
}

/** A metric as a config or a document writes it; undefined if a key is missing. */
export function readMetric(name: string, written: WrittenMetric): Metric | undefined {
  const { question, cannot_judge: cannotJudge = true } = written;
  const common: MetricCommon = { name, cannotJudge, ...(question !== undefined && { question }) };
  return metricTypeOf(written).read(written, common);
}

/** All valid answers, in the order of the config; null (cannot judge) comes last. */
export function labelMetric(metric: Metric, source: string): LabelMetric {
  const { values, open } = metricTypeOf(metric).answers(metric, source);
  return {
    name: metric.name,
    values: metric.cannotJudge ? [...values, null] : values,
    ...(open && { open }),
  };
}
