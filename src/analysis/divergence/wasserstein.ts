/** Wasserstein-1 distance: the area between two empirical distribution functions, in the unit of the values. */
export function wasserstein(first: readonly number[], second: readonly number[]): number | undefined {
  if (first.length === 0 || second.length === 0) return undefined;
  const steps = [
    ...first.map((value) => ({ value, rise: 1 / first.length })),
    ...second.map((value) => ({ value, rise: -1 / second.length })),
  ].toSorted((one, other) => one.value - other.value);
  let [area, gap] = [0, 0];
  steps.forEach(({ value, rise }, index) => {
    gap += rise;
    area += Math.abs(gap) * ((steps[index + 1]?.value ?? value) - value);
  });
  return area;
}
