import type { MetricOf } from '../metric.js';
import type { MetricType } from '../metric-type.js';

export const boolean: MetricType<MetricOf<'boolean'>> = {
  keys: {},
  column: 'boolean',
  level: 'nominal',
  read: (_, { name, ...asked }) => ({ name, type: 'boolean', ...asked }),
  describe: () => 'true or false',
  rank: (_, value) => Number(value),
  answers: () => ({ values: [true, false] }),
};
