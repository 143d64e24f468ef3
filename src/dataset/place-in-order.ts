/** If there are more pairs to compare than this, nothing is placed. */
const maxPairs = 4_000_000;

/**
 * For each entry, which of its possible places it has if all keep their order and as many as possible have one;
 * undefined if there is no such place, or more than one.
 */
export function placeInOrder(possible: readonly (readonly number[])[], places: number): (number | undefined)[] {
  if (possible.length * places > maxPairs) return possible.map(() => undefined);
  const before = mostPlaced(possible, places);
  const mirrored = possible.map((each) => each.map((place) => places - 1 - place)).reverse();
  const mirror = mostPlaced(mirrored, places);
  const after = (entry: number, place: number): number => mirror(possible.length - entry, places - place);
  const most = before(possible.length, places);
  return possible.map((each, entry) => {
    const best = each.filter((place) => before(entry, place) + 1 + after(entry + 1, place + 1) === most);
    const isNeeded = (): boolean =>
      Array.from({ length: places + 1 }, (_, place) => before(entry, place) + after(entry + 1, place)).every(
        (without) => without < most,
      );
    return best.length === 1 && isNeeded() ? best[0] : undefined;
  });
}

/** At (entry, place): how many of the entries before it can have places before that one. */
function mostPlaced(
  possible: readonly (readonly number[])[],
  places: number,
): (entry: number, place: number) => number {
  const width = places + 1;
  const most = new Uint32Array((possible.length + 1) * width);
  const at = (entry: number, place: number): number => most[entry * width + place] ?? 0;
  possible.forEach((each, entry) => {
    const fits = new Set(each);
    for (let place = 0; place < places; place += 1) {
      const placed = fits.has(place) ? at(entry, place) + 1 : 0;
      most[(entry + 1) * width + place + 1] = Math.max(at(entry, place + 1), at(entry + 1, place), placed);
    }
  });
  return at;
}
