/** If there are more pairs to compare than this, the part between the common ends is left unmatched. */
const maxPairs = 4_000_000;

/**
 * For each of `some`, the index of its counterpart in `all`, matching as many as possible and keeping the order of both
 * (longest common subsequence, common ends first); undefined if it has no counterpart.
 */
export function matchInOrder(some: readonly string[], all: readonly string[]): (number | undefined)[] {
  const matches = new Array<number | undefined>(some.length).fill(undefined);
  let head = 0;
  while (head < some.length && head < all.length && some[head] === all[head]) matches[head] = head++;
  let tail = 0;
  while (tail < Math.min(some.length, all.length) - head && some.at(-1 - tail) === all.at(-1 - tail)) {
    tail += 1;
    matches[some.length - tail] = all.length - tail;
  }
  const middle = matchMiddle(some.slice(head, some.length - tail), all.slice(head, all.length - tail));
  middle.forEach((match, index) => (matches[head + index] = match === undefined ? undefined : head + match));
  return matches;
}

function matchMiddle(some: readonly string[], all: readonly string[]): (number | undefined)[] {
  const matches = new Array<number | undefined>(some.length).fill(undefined);
  if (some.length * all.length > maxPairs) return matches;
  const width = all.length + 1;
  const longest = lengthsOfBest(some, all);
  const best = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = 0, column = 0; row < some.length && column < all.length;) {
    if (some[row] === all[column]) matches[row++] = column++;
    else if (best(row, column + 1) >= best(row + 1, column)) column += 1;
    else row += 1;
  }
  return matches;
}

/** At (row, column): how many of `some` from `row` on can be matched in `all` from `column` on. */
function lengthsOfBest(some: readonly string[], all: readonly string[]): Uint32Array {
  const width = all.length + 1;
  const longest = new Uint32Array((some.length + 1) * width);
  for (let row = some.length - 1; row >= 0; row -= 1) {
    for (let column = all.length - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      longest[at] =
        some[row] === all[column]
          ? (longest[at + width + 1] ?? 0) + 1
          : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0);
    }
  }
  return longest;
}
