import type { Finding, LintRule } from './finding.js';

/** Values of a metric that differ in case only: an annotator may mean the same by both. */
export const valueCase: LintRule = ({ config: { annotation } }) =>
  (annotation?.metrics ?? []).flatMap((metric) => {
    if (!('values' in metric)) return [];
    const { name, values } = metric;
    return values.flatMap((value, index): Finding[] => {
      const other = values.slice(0, index).find((one) => one.toLowerCase() === value.toLowerCase());
      if (other === undefined) return [];
      const what = `The values ${JSON.stringify(other)} and ${JSON.stringify(value)} of ${name} differ only in case.`;
      const about = { key: `annotation.metrics.${name}.values` };
      return [{ rule: 'value-case', what, todo: 'Use words that differ more.', about }];
    });
  });
