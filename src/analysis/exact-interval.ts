import { regularisedBeta } from './effects/student-t.js';

/**
 * The exact 95 % interval of a share of independent draws (Clopper & Pearson 1934): the shares for which so many
 * successes or more, and so many or fewer, each have a probability of at least 2.5 %. Undefined without draws.
 */
export function exactInterval(part: number, whole: number): { low: number; high: number } | undefined {
  if (whole === 0) return undefined;
  return {
    low: part === 0 ? 0 : betaQuantile(0.025, part, whole - part + 1),
    high: part === whole ? 1 : betaQuantile(0.975, part + 1, whole - part),
  };
}

function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (regularisedBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
