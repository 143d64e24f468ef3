import type { MetricOf } from '../metric.js';
import type { MetricType } from '../metric-type.js';

export const defaultLength = 200;

/** The answerer's own words, on one line. */
export const text: MetricType<MetricOf<'text'>> = {
  keys: { max_length: 'optional' },
  column: 'text',
  level: null,
  read: ({ max_length: maxLength = defaultLength }, { name, ...asked }) => ({
    name,
    type: 'text',
    maxLength,
    ...asked,
  }),
  describe: ({ maxLength }) => `a text in double quotes of at most ${maxLength} characters`,
  answers: ({ maxLength }) => ({ values: [], open: { kind: 'text', maxLength } }),
};
