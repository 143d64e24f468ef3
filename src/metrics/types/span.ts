import type { MetricOf } from '../metric.js';
import type { MetricType } from '../metric-type.js';
import { defaultLength } from './text.js';

/** A passage, word for word, of the text that is asked about. */
export const span: MetricType<MetricOf<'span'>> = {
  keys: { max_length: 'optional' },
  column: 'text',
  level: null,
  read: ({ max_length: maxLength = defaultLength }, { name, ...asked }) => ({
    name,
    type: 'span',
    maxLength,
    ...asked,
  }),
  describe: () => 'a passage quoted word for word in double quotes or "" for none',
  answers: ({ maxLength }, source) => ({ values: [], open: { kind: 'span', maxLength, source } }),
};
