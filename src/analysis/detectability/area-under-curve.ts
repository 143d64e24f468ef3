/** A score of a comment of class 0 or 1. */
export interface Scored {
  score: number;
  class: 0 | 1;
}

/**
 * Area under the ROC curve: the probability that a random member of class 1 has a higher score than one of class 0, ties
 * counting half (Hanley & McNeil 1982). `sorted` is in ascending order of score; `weightOf` counts an item several times.
 */
export function areaUnderCurve<Item extends Scored>(
  sorted: readonly Item[],
  weightOf: (item: Item) => number = () => 1,
): number | undefined {
  let [area, below, positives] = [0, 0, 0];
  for (let start = 0; start < sorted.length;) {
    const score = sorted[start]?.score;
    let [zeros, ones, end] = [0, 0, start];
    for (let item = sorted[end]; item?.score === score && item; end += 1, item = sorted[end]) {
      if (item.class === 1) ones += weightOf(item);
      else zeros += weightOf(item);
    }
    area += ones * (below + zeros / 2);
    below += zeros;
    positives += ones;
    start = end;
  }
  return below > 0 && positives > 0 ? area / (below * positives) : undefined;
}
