import type { Random } from '../effects/bootstrap-interval.js';
import type { DiscussionRows } from './label-table.js';
import type { LabelRow, Statistic } from './statistic.js';

interface NdfuOptions {
  /** Of each declared level, in order. */
  numbers: readonly number[];
}

/** The bins of the original's histogram. */
const originalBins = 5;

/**
 * The mean of the normalised distance from unimodality over comments of at least two labels (`ndfu`); `ndfu_original`
 * bins the observed range of a comment's labels into five and takes its first mode, as the Python original does.
 */
export function ndfuStatistic({ numbers }: NdfuOptions): Statistic {
  const [count, sum, original] = [0, 1, 2];
  return {
    add(row, note) {
      const labels = labelsIn(row);
      if (labels.length < 2) return;
      note(count, 1);
      note(sum, ndfu(histogram(labels, numbers.length)));
      note(original, originalNdfu(labels.map((code) => numbers[code - 1] ?? 0)));
    },
    figures(sums) {
      const n = sums[count] ?? 0;
      return n === 0 ? {} : { ndfu: (sums[sum] ?? 0) / n, ndfu_original: (sums[original] ?? 0) / n };
    },
  };
}

/**
 * The largest rise between neighbouring levels on the way from the mode, over the mode's height (Pavlopoulos & Likas,
 * EACL 2024): 0 if there is one peak, 1 if there are two of the same height apart. Of tied modes, the one with the most.
 */
export function ndfu(heights: readonly number[]): number {
  const highest = Math.max(...heights);
  const modes = heights.flatMap((height, level) => (height === highest ? [level] : []));
  return highest === 0 ? 0 : Math.max(...modes.map((mode) => riseFrom(mode, heights))) / highest;
}

/** Of the values of one comment. */
export function originalNdfu(values: readonly number[]): number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [from, width] = least === most ? [least - 0.5, 1] : [least, most - least];
  const heights = new Array<number>(originalBins).fill(0);
  for (const value of values) {
    const bin = Math.min(originalBins - 1, Math.floor(((value - from) / width) * originalBins));
    heights[bin] = (heights[bin] ?? 0) + 1;
  }
  return riseFrom(heights.indexOf(Math.max(...heights)), heights) / Math.max(...heights);
}

/** The labels of a comment, without what is missing. */
function labelsIn(row: LabelRow): number[] {
  return Array.from(row).filter((code) => code > 0);
}

export function histogram(labels: Iterable<number>, levels: number): number[] {
  const heights = new Array<number>(levels).fill(0);
  for (const code of labels) heights[code - 1] = (heights[code - 1] ?? 0) + 1;
  return heights;
}

function riseFrom(mode: number, heights: readonly number[]): number {
  const rises = heights.map((height, level) => {
    if (level === mode) return 0;
    const before = heights[level < mode ? level + 1 : level - 1] ?? 0;
    return height - before;
  });
  return Math.max(0, ...rises);
}

/** Of all permutations together: a mean over so many is exact to three digits. */
const mostLabels = 2_000_000;
const mostPermutations = 100;

/** The mean nDFU if labels were spread over comments by chance, as many to each: over up to 100 permutations. */
export function ndfuByChance(
  panel: readonly DiscussionRows[],
  { numbers }: NdfuOptions,
  random: Random,
): { name: string; estimate: number | undefined; interval: undefined } {
  const comments = panel.flatMap(({ rows }) => rows.map(labelsIn)).filter(({ length }) => length > 1);
  const labels = Int32Array.from(comments.flat());
  const permutations = Math.min(mostPermutations, Math.ceil(mostLabels / Math.max(1, labels.length)));
  let sum = 0;
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    shuffle(labels, random);
    let first = 0;
    for (const { length } of comments) {
      sum += ndfu(histogram(labels.subarray(first, first + length), numbers.length));
      first += length;
    }
  }
  const mean = comments.length === 0 ? undefined : sum / comments.length / permutations;
  return { name: 'ndfu_by_chance', estimate: mean, interval: undefined };
}

/** Fisher-Yates, in place. */
function shuffle(labels: Int32Array, random: Random): void {
  for (let last = labels.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    [labels[last], labels[other]] = [labels[other] ?? 0, labels[last] ?? 0];
  }
}
