/** How often two coders gave each pair of values to the same comment. */
export interface PairTable {
  n: number;
  /** By the first coder's value, and by the second's. */
  first: Float64Array;
  second: Float64Array;
  cells: readonly Cell[];
}

export interface Cell {
  /** Values, from 0. */
  first: number;
  second: number;
  count: number;
}

export function pairTable(size: number, cells: readonly Cell[]): PairTable {
  const table = { n: 0, first: new Float64Array(size), second: new Float64Array(size), cells };
  for (const { first, second, count } of cells) {
    table.n += count;
    table.first[first] = (table.first[first] ?? 0) + count;
    table.second[second] = (table.second[second] ?? 0) + count;
  }
  return table;
}
