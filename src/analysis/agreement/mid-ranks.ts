/** The rank of each value in order, from how often each occurs; ties share the mean of their ranks. */
export function midRanks(counts: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(counts.length);
  let before = 0;
  for (let code = 0; code < counts.length; code += 1) {
    const count = counts[code] ?? 0;
    ranks[code] = before + (count + 1) / 2;
    before += count;
  }
  return ranks;
}
