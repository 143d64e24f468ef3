import type { MatrixInclude, MatrixSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { Factors, ReadFactors } from './check-factors.js';
import type { Path } from '../../source/positioned-document.js';
import { showValue } from '../../source/show-value.js';
import { suggest } from '../../source/suggest.js';
import type { Partially } from '../../source/validate-document.js';

/** One combination of levels. */
export interface Cell {
  /** Factor to level, in the order of the file. */
  levels: Readonly<Record<string, string>>;
  /** Indices of the `include` entries that change it, in order. */
  includes: readonly number[];
}

type Pattern = ReadonlyMap<string, ReadonlySet<string>>;
/** As written: one level of a factor, or several. */
type Entry = Readonly<Record<string, unknown>> | undefined;
type LevelsByFactor = ReadonlyMap<string, readonly string[]>;

/** The conditions: the combinations left after `exclude`, with those that `include` restores or changes. */
export function matrixCells(reading: ConfigReading, matrix: Partially<MatrixSection>, known: ReadFactors): Cell[] {
  const factors = levelsOf(known.ofDiscussions);
  const includes = matrix.include ?? [];
  const patternsAt = (key: string, entries: readonly Entry[], inner: Path = []): Pattern[] =>
    entries.map((entry, index) => readPattern(reading, known, ['matrix', key, String(index), ...inner], entry));
  const excluded = patternsAt('exclude', matrix.exclude ?? []);
  const included = patternsAt(
    'include',
    includes.map(({ levels }) => levels),
    ['levels'],
  );
  const isNamed = (pattern: Pattern, levels: Cell['levels']) => pattern.size === factors.size && fits(pattern, levels);
  const kept = combine(factors).filter(
    (levels) =>
      !excluded.some((pattern) => fits(pattern, levels)) || included.some((pattern) => isNamed(pattern, levels)),
  );
  reportEmpty(reading, kept.length, factors);
  reportIdle(reading, included, { kept, includes });
  return kept.map((levels) => ({
    levels,
    includes: included.flatMap((pattern, index) => (fits(pattern, levels) ? [index] : [])),
  }));
}

/** Every combination of the levels of factors, the first levels first. */
export function combineLevels(factors: Factors): Cell['levels'][] {
  return combine(levelsOf(factors));
}

function levelsOf(factors: Factors): LevelsByFactor {
  return new Map(Array.from(factors, ([name, levels]) => [name, [...levels.keys()]]));
}

function combine(factors: LevelsByFactor): Cell['levels'][] {
  return [...factors].reduce<Cell['levels'][]>(
    (cells, [factor, levels]) => cells.flatMap((cell) => levels.map((level) => ({ ...cell, [factor]: level }))),
    [{}],
  );
}

function fits(pattern: Pattern, levels: Cell['levels']): boolean {
  return [...pattern].every(([factor, wanted]) => wanted.has(levels[factor] ?? ''));
}

function readPattern(reading: ConfigReading, factors: ReadFactors, at: Path, entry: Entry): Pattern {
  const pattern = new Map(
    Object.entries(entry ?? {}).map(([factor, levels]) => [factor, new Set([levels].flat().map(String))]),
  );
  for (const [factor, levels] of pattern) checkNames(reading, factors, [...at, factor], [...levels]);
  return pattern;
}

function checkNames(
  reading: ConfigReading,
  { ofDiscussions, ofAnnotation }: ReadFactors,
  path: Path,
  levels: readonly string[],
): void {
  const factor = path.at(-1) ?? '';
  if (ofAnnotation.has(factor)) {
    const what = `${factor} is a factor of the annotation: every discussion is annotated at each of its levels.`;
    reading.reportContradiction(path, what, 'Remove it from this entry.');
    return;
  }
  const factors = levelsOf(ofDiscussions);
  const known = factors.get(factor);
  if (!known) {
    reportUnknown(reading, path, { what: `Unknown factor ${showValue(factor)}.`, word: factor }, [...factors.keys()]);
    return;
  }
  for (const level of levels.filter((name) => !known.includes(name))) {
    reportUnknown(
      reading,
      path,
      { what: `The factor ${factor} has no level ${showValue(level)}.`, word: level },
      known,
    );
  }
}

function reportUnknown(
  reading: ConfigReading,
  path: Path,
  { what, word }: { what: string; word: string },
  known: readonly string[],
): void {
  const meant = suggest(word, known);
  const todo = meant ? `Did you mean "${meant}"?` : `Use one of ${known.join(', ')}.`;
  const where = reading.document.whereKey(path);
  reading.problems.push({ code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE', what, todo, path: path.join('.'), where });
}

function reportEmpty(reading: ConfigReading, cells: number, factors: LevelsByFactor): void {
  if (cells > 0 || factors.size === 0 || [...factors.values()].some((levels) => levels.length === 0)) return;
  const what = 'exclude removes every condition.';
  const path = ['matrix', 'exclude'];
  const where = reading.document.whereKey(path);
  const todo = 'Remove an entry, or name more factors in it.';
  reading.problems.push({ code: 'SYNDISCO_MATRIX_EMPTY', what, todo, path: path.join('.'), where });
}

function reportIdle(
  reading: ConfigReading,
  patterns: readonly Pattern[],
  { kept, includes }: { kept: readonly Cell['levels'][]; includes: readonly Partially<MatrixInclude>[] },
): void {
  for (const [index, pattern] of patterns.entries()) {
    if (includes[index] === undefined || kept.some((levels) => fits(pattern, levels))) continue;
    const what = 'No condition has these levels, so this entry has no effect.';
    reading.reportContradiction(
      ['matrix', 'include', String(index)],
      what,
      'Name a level of every factor to restore an excluded condition, or remove the entry.',
    );
  }
}
