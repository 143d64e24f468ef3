import type { DiscussionRows, LabelTable } from './label-table.js';

/** Of the panel's answers, how many have a value. */
export interface Coverage {
  asked: number;
  labels: number;
  /** Why the others have none. */
  missing: Readonly<Record<string, number>>;
}

/** Over all coders, or of one. */
export function describeCoverage(
  { statuses }: Pick<LabelTable, 'statuses'>,
  panel: readonly Pick<DiscussionRows, 'rows'>[],
  only?: number,
): Coverage {
  const missing = new Map<string, number>();
  let labels = 0;
  for (const { rows } of panel) {
    for (const row of rows) {
      for (let coder = only ?? 0; coder < (only === undefined ? row.length : only + 1); coder += 1) {
        const code = row[coder] ?? 0;
        if (code > 0) labels += 1;
        if (code >= 0) continue;
        const status = statuses[-code - 1] ?? '';
        missing.set(status, (missing.get(status) ?? 0) + 1);
      }
    }
  }
  const without = [...missing.values()].reduce((sum, count) => sum + count, 0);
  return { asked: labels + without, labels, missing: Object.fromEntries(missing) };
}
