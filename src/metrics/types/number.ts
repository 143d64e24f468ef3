import type { MetricOf } from '../metric.js';
import type { MetricType } from '../metric-type.js';

/** Any number, within bounds if it has some. */
export const number: MetricType<MetricOf<'number'>> = {
  keys: { minimum: 'optional', maximum: 'optional' },
  column: 'number',
  level: 'interval',
  read: ({ minimum, maximum }, { name, ...asked }) => ({
    name,
    type: 'number',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...asked,
  }),
  flaws({ name, minimum = -Infinity, maximum = Infinity }) {
    if (minimum < maximum) return [];
    const what = `${name} ranges from ${minimum} to ${maximum}: the bounds are ${minimum === maximum ? 'equal' : 'reversed'}.`;
    return [{ path: ['maximum'], what, todo: 'Give the lower number as minimum and the higher one as maximum.' }];
  },
  describe({ minimum, maximum }) {
    if (minimum !== undefined && maximum !== undefined) return `a number from ${minimum} to ${maximum}`;
    if (minimum !== undefined) return `a number of at least ${minimum}`;
    return maximum === undefined ? 'a number' : `a number of at most ${maximum}`;
  },
  answers: ({ minimum, maximum }) => ({
    values: [],
    open: { kind: 'number', ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) },
  }),
};
