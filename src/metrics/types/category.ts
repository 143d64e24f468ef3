import type { MetricOf } from '../metric.js';
import type { MetricType } from '../metric-type.js';
import { values } from './values.js';

export const category: MetricType<MetricOf<'category'>> = {
  ...values,
  level: 'nominal',
  read: ({ values: texts }, { name, ...asked }) => texts && { name, type: 'category', values: texts, ...asked },
};
