import { midRanks } from './mid-ranks.js';
import { Places, type LabelRow, type Statistic } from './statistic.js';

export type AlphaLevel = 'nominal' | 'ordinal' | 'interval' | 'ratio';

interface AlphaOptions {
  /** Of each value, in order. Their positions serve where values are no numbers. */
  numbers: readonly number[];
  levels: readonly AlphaLevel[];
}

/** The ratio metric compares all values with each other. */
const mostRatioValues = 200;

/**
 * Krippendorff's alpha (Computing Krippendorff's Alpha-Reliability, 2011) from the coincidences of values within
 * comments of at least two labels, as `alpha_<level>`. Without variation it is undefined, not 1.
 */
export function alphaStatistic({ numbers, levels }: AlphaOptions): Statistic {
  const size = numbers.length;
  const pairs = new Places(size);
  return {
    add(row, note) {
      const counts = countCodes(row);
      const labels = counts.reduce((sum, [, count]) => sum + count, 0);
      if (labels < 2) return;
      counts.forEach(([code, count], index) => {
        note(code - 1, count);
        for (const [other, otherCount] of counts.slice(index + 1)) {
          const [low, high] = code < other ? [code, other] : [other, code];
          note(pairs.of((low - 1) * size + high - 1), (count * otherCount) / (labels - 1));
        }
      });
    },
    figures(sums) {
      const marginals = sums.subarray(0, size);
      const observed = pairs.keys.map((key, at): Coincidence => {
        const high = key % size;
        return { low: (key - high) / size, high, count: sums[size + at] ?? 0 };
      });
      return Object.fromEntries(
        levels.map((level) => [`alpha_${level}`, alphaOf(level, { marginals, observed, numbers })]),
      );
    },
  };
}

interface Coincidence {
  low: number;
  high: number;
  /** Half of what the matrix has in its two cells. */
  count: number;
}

interface Coincidences {
  marginals: Float64Array;
  observed: readonly Coincidence[];
  numbers: readonly number[];
}

function countCodes(row: LabelRow): [code: number, count: number][] {
  const counts = new Map<number, number>();
  for (let coder = 0; coder < row.length; coder += 1) {
    const code = row[coder] ?? 0;
    if (code > 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts];
}

function alphaOf(level: AlphaLevel, coincidences: Coincidences): number | undefined {
  const { marginals, observed } = coincidences;
  if (marginals.reduce((used, count) => used + Number(count > 0), 0) < 2) return undefined;
  const distance = distanceOn(level, coincidences);
  const expected = expectedOn(level, coincidences);
  const disagreement = observed.reduce((sum, { low, high, count }) => sum + count * distance(low, high), 0);
  const labels = marginals.reduce((sum, count) => sum + count, 0);
  return expected === undefined ? undefined : 1 - ((labels - 1) * disagreement) / expected;
}

/** The squared difference of two values. */
function distanceOn(level: AlphaLevel, { marginals, numbers }: Coincidences): (low: number, high: number) => number {
  const of = level === 'ordinal' ? midRanks(marginals) : numbers;
  return (low, high) => {
    if (level === 'nominal') return 1;
    const [one = 0, other = 0] = [of[low], of[high]];
    if (level !== 'ratio') return (one - other) ** 2;
    return one + other === 0 ? 0 : ((one - other) / (one + other)) ** 2;
  };
}

/** The sum over all pairs of different values of n × n × distance, without the pairs where there is a shortcut. */
function expectedOn(level: AlphaLevel, coincidences: Coincidences): number | undefined {
  const { marginals, numbers } = coincidences;
  const labels = marginals.reduce((sum, count) => sum + count, 0);
  if (level === 'nominal') return (labels ** 2 - marginals.reduce((sum, count) => sum + count ** 2, 0)) / 2;
  if (level === 'ratio') return expectedRatio(coincidences);
  const of = level === 'ordinal' ? midRanks(marginals) : numbers;
  const mean = marginals.reduce((sum, count, code) => sum + count * (of[code] ?? 0), 0) / labels;
  return labels * marginals.reduce((sum, count, code) => sum + count * ((of[code] ?? 0) - mean) ** 2, 0);
}

function expectedRatio(coincidences: Coincidences): number | undefined {
  const { marginals, numbers } = coincidences;
  if (numbers.length > mostRatioValues || numbers.some((number) => number < 0)) return undefined;
  const distance = distanceOn('ratio', coincidences);
  let sum = 0;
  marginals.forEach((count, low) => {
    for (let high = low + 1; high < marginals.length; high += 1)
      sum += count * (marginals[high] ?? 0) * distance(low, high);
  });
  return sum;
}
