/** Two levels of a factor, compared in the conditions that have the levels in `within`. */
export interface Contrast {
  factor: string;
  levels: readonly [string, string];
  within: Readonly<Record<string, string>>;
}

export type Status = 'declared' | 'exploratory';

/** The factor of documents that have none: their condition. */
const conditionFactor = 'condition';

/** More levels have too many pairs to look at. */
const mostLevels = 6;

/**
 * Declared contrasts first, then those that were asked for without being declared, and every other pair of levels of every
 * factor with at most six levels. Without factors, conditions are the levels.
 */
export function listContrasts(
  found: readonly { condition: string; factors: Readonly<Record<string, string>> }[],
  declared: readonly Contrast[] = [],
  undeclared: readonly Contrast[] = [],
): (Contrast & { status: Status })[] {
  const pairs = [...levelsOf(found)].flatMap(([factor, levels]) =>
    levels.size > mostLevels
      ? []
      : pairsOf([...levels]).map((pair): Contrast => ({ factor, levels: pair, within: {} })),
  );
  const given = new Set([...declared, ...undeclared].map((contrast) => keyOf(contrast)));
  const others = pairs.filter((contrast) => !given.has(keyOf(contrast)));
  return [
    ...declared.map((contrast) => ({ ...contrast, status: 'declared' as const })),
    ...[...undeclared, ...others].map((contrast) => ({ ...contrast, status: 'exploratory' as const })),
  ];
}

/** Factors with too many levels to list their pairs. */
export function factorsWithoutPairs(
  found: Parameters<typeof listContrasts>[0],
): { factor: string; levels: number; pairs: number; canBeDeclared: boolean }[] {
  return [...levelsOf(found)].flatMap(([factor, { size }]) =>
    size > mostLevels
      ? [{ factor, levels: size, pairs: (size * (size - 1)) / 2, canBeDeclared: factor !== conditionFactor }]
      : [],
  );
}

/** The factors to compare by: a discussion's own or, without any, its condition. */
export function factorsOf({ condition, factors }: Parameters<typeof listContrasts>[0][number]): Record<string, string> {
  return Object.keys(factors).length > 0 ? factors : { [conditionFactor]: condition };
}

/** `moderation: none → strict, model = small`. */
export function describeContrast({ factor, levels, within }: Contrast): string {
  const where = Object.entries(within).map(([name, level]) => `, ${name} = ${level}`);
  return `${factor}: ${levels.join(' → ')}${where.join('')}`;
}

/** The same in either direction. */
function keyOf({ factor, levels, within }: Contrast): string {
  return JSON.stringify([factor, [...levels].sort(), Object.entries(within).sort()]);
}

function levelsOf(found: Parameters<typeof listContrasts>[0]): Map<string, Set<string>> {
  const levels = new Map<string, Set<string>>();
  for (const discussion of found) {
    for (const [factor, level] of Object.entries(factorsOf(discussion))) {
      levels.set(factor, (levels.get(factor) ?? new Set()).add(level));
    }
  }
  return levels;
}

function pairsOf(levels: readonly string[]): [string, string][] {
  return levels.flatMap((first, index) => levels.slice(index + 1).map((second): [string, string] => [first, second]));
}
