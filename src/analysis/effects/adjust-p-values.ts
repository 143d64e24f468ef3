export type Adjustment = 'holm' | 'bh';

/**
 * p-values adjusted for the number of tests: Holm (1979, family-wise error) or Benjamini & Hochberg (1995, false
 * discovery rate), as R's `p.adjust`. A missing one stays missing. `family` is R's `n`: how many tests there are with those
 * that could not be made; as many as there are values if not given.
 */
export function adjustPValues(
  values: readonly (number | undefined)[],
  adjustment: Adjustment,
  family = values.filter((p) => p !== undefined).length,
): (number | undefined)[] {
  const tests = values
    .flatMap((p, index) => (p === undefined ? [] : [{ p, index }]))
    .toSorted((one, other) => one.p - other.p);
  const adjusted = new Array<number | undefined>(values.length).fill(undefined);
  let bound = adjustment === 'holm' ? 0 : 1;
  for (let step = 0; step < tests.length; step += 1) {
    const rank = adjustment === 'holm' ? step : tests.length - 1 - step;
    const { p, index } = tests[rank] ?? { p: Number.NaN, index: -1 };
    bound =
      adjustment === 'holm'
        ? Math.max(bound, Math.min(1, (family - rank) * p))
        : Math.min(bound, (family / (rank + 1)) * p);
    adjusted[index] = bound;
  }
  return adjusted;
}
