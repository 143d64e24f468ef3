import type { Finding, LintRule } from './finding.js';

/** Read as a missing value by R (`NA`) or by pandas, unless told otherwise. */
const missing = /^(NA|n\/a|nan|null|none|<NA>|#N\/A)$/i;

/** Values of a metric that statistics programs take for missing ones. */
export const missingWord: LintRule = ({ config: { annotation } }) =>
  (annotation?.metrics ?? []).flatMap((metric) => {
    if (!('values' in metric)) return [];
    const { name, values } = metric;
    const found = values.filter((value) => missing.test(value)).map((value) => JSON.stringify(value));
    if (found.length === 0) return [];
    return {
      rule: 'missing-word',
      what: `The ${found.length === 1 ? 'value' : 'values'} ${found.join(', ')} of ${name}: R or Python would read such a cell of the data set as missing.`,
      todo: 'Use another word, such as "absent".',
      about: { key: `annotation.metrics.${name}.values` },
    } satisfies Finding;
  });
