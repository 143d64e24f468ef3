import type { MetricOf } from '../metric.js';
import type { MetricType } from '../metric-type.js';
import { values } from './values.js';

/** Categories from low to high. Reversed, they are listed from high to low. */
export const ordered: MetricType<MetricOf<'ordered'>> = {
  ...values,
  level: 'ordinal',
  read: ({ values: texts }, { name, ...asked }) => texts && { name, type: 'ordered', values: texts, ...asked },
  explain: ({ values: texts }) => `in order: ${texts.join(', ')}`,
  rank: ({ values: texts }, value) => texts.findIndex((text) => text === value) + 1,
  reverse: (metric) => ({ metric: { ...metric, values: metric.values.toReversed() }, toOwn: (value) => value }),
};
