import type { Side } from './sides.js';

/** The values of two levels that have the same levels of all other factors: two cells of the design. */
export interface Stratum {
  first: readonly number[];
  second: readonly number[];
}

interface Strata {
  strata: Stratum[];
  /** The levels of all other factors in each stratum, as members have them. */
  others: string[];
  /** The discussions in them. */
  ids: string[];
  /** Conditions whose levels of the other factors only one of the two levels has. */
  leftOut: string[];
}

/** Only what both levels have can be compared without measuring another factor. */
export function stratify([first, second]: readonly [Side, Side]): Strata {
  const [firstCells, secondCells] = [cellsOf(first), cellsOf(second)];
  const shared = [...firstCells].flatMap(([others, values]) => {
    const partners = secondCells.get(others);
    return partners ? [{ others, stratum: { first: values, second: partners } }] : [];
  });
  const members = [...first, ...second];
  const isShared = (others: string): boolean => firstCells.has(others) && secondCells.has(others);
  return {
    strata: shared.map(({ stratum }) => stratum),
    others: shared.map(({ others }) => others),
    ids: members.flatMap(({ id, others }) => (isShared(others) ? [id] : [])),
    leftOut: [...new Set(members.flatMap(({ condition, others }) => (isShared(others) ? [] : [condition])))],
  };
}

/** The mean difference, second − first. Strata have equal weights: the main effect of a factorial design (Yates 1934). */
export function differenceOver(strata: readonly Stratum[]): number {
  return meanOver(strata, ({ first, second }) => meanOf(second) - meanOf(first));
}

/** A statistic of each stratum, with equal weights. */
export function meanOver(strata: readonly Stratum[], of: (stratum: Stratum) => number): number {
  return strata.reduce((sum, stratum) => sum + of(stratum), 0) / strata.length;
}

/** Plain sums, because resampling takes thousands of means. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The cells of the strata: first and second of one, then of the next. */
export function cellsIn(strata: readonly Stratum[]): (readonly number[])[] {
  return strata.flatMap(({ first, second }) => [first, second]);
}

function cellsOf(side: Side): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  for (const { others, value } of side) {
    const own = cells.get(others);
    if (own) own.push(value);
    else cells.set(others, [value]);
  }
  return cells;
}
