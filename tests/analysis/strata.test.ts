import { describe, expect, test } from 'vitest';
import { analyse, type StudyDesign } from '../../src/analysis/analyse.js';
import type { DiscussionFigures } from '../../src/analysis/discussion-figures.js';
import { labelsOverTurns } from '../../src/analysis/labels-over-turns.js';
import { reportTables } from '../../src/analysis/tables/report-tables.js';
import { openStream } from '../../src/random-stream.js';
import { wordsOf } from './town-hall.js';

type Cell = readonly [moderation: string, length: string, words: readonly number[]];

/** Long discussions have three times the words, and most moderated ones are long. */
const town: readonly Cell[] = [
  ['none', 'short', [10, 12, 14]],
  ['none', 'long', [30, 34]],
  ['rules', 'short', [7, 9]],
  ['rules', 'long', [27, 29, 31, 33]],
];
const moderation = { factor: 'moderation', levels: ['none', 'rules'] as const, within: {} };
const ofWords = { measure: 'words_per_comment', contrast: 'moderation: none → rules' };

function figuresOf(cells: readonly Cell[]): DiscussionFigures[] {
  return cells.flatMap(([level, length, words]) =>
    words.map((count, replicate) => {
      const condition = `moderation-${level}_length-${length}`;
      const factors = { moderation: level, length };
      return wordsOf(count, { id: `${condition}-${replicate}`, condition, factors, replicate });
    }),
  );
}

function analysisOf(cells: readonly Cell[], changes: Partial<StudyDesign> = {}) {
  const design = {
    isPaired: false,
    undeclared: [],
    isDeclaredUnknown: false,
    declared: [moderation],
    adjustment: 'holm',
    planned: new Map(),
    withdrawn: [],
    cluster: 'discussion',
    labels: new Map(),
  } as const;
  const openRandom = (...purpose: readonly string[]) => openStream([42, 'test', ...purpose]);
  return analyse(figuresOf(cells), labelsOverTurns(), { ...design, designed: new Map(), ...changes }, openRandom);
}

function effectOf(cells: readonly Cell[], changes: Partial<StudyDesign> = {}) {
  const analysis = analysisOf(cells, changes);
  const effect = analysis.effects.find(
    (each) => each.measure === ofWords.measure && each.contrast === ofWords.contrast,
  );
  return { effect, analysis, notes: analysis.notes.join('\n') };
}

describe('contrasts of an independent design with several factors', () => {
  test('when cells are unequal, then levels are compared within the levels of the other factors', () => {
    const { effect } = effectOf(town);

    expect(effect).toMatchObject({ design: 'independent', n: [5, 6], clusters: 5 });
    expect(effect?.difference).toBeCloseTo(-3, 12); // −4 when short, −2 when long; all in one pot: +2.67
    expect(effect?.means[0]).toBeCloseTo(22, 12);
    expect(effect?.means[1]).toBeCloseTo(19, 12);
    expect(effect?.t).toBeCloseTo(-2.1213203435596424, 12); // −3 / √2
    expect(effect?.p).toBeCloseTo(0.11329392733293095, 10); // scipy: 3.4016 degrees of freedom
    expect(effect?.hedgesG).toBeCloseTo((-3 / Math.sqrt(38 / 7)) * (1 - 3 / 27), 12);
    expect(effect?.cliffsDelta).toBeCloseTo(-0.75, 12); // −1 when short, −0.5 when long
  });

  test('when it is resampled, then every cell is, and the interval is as wide as the test says', () => {
    const { effect } = effectOf(town);
    const { low = 0, high = 0 } = effect?.interval ?? {};

    // numpy, one draw less than each cell has: standard error 1.41, as in the test (√2); with as many, 1.08 and 4.17 wide
    expect(high - low).toBeGreaterThan(5.1);
    expect(high - low).toBeLessThan(5.6);
  });

  test('when the cells that vary most are small, then the interval is said to be too narrow', () => {
    const twelve = Array.from({ length: 12 }, (_, index) => 20 + (index % 3));
    const cells = (few: readonly number[]): Cell[] => [
      ['none', 'short', few],
      ['none', 'long', twelve],
      ['rules', 'short', twelve],
      ['rules', 'long', few],
    ];

    expect(effectOf(cells([10, 30])).effect).toMatchObject({ clusters: 14 });
    expect(effectOf(cells([10, 30])).effect?.df).toBeLessThan(3);
    expect(effectOf(cells([10, 30])).notes).toContain('9 degrees of freedom');
    expect(effectOf(cells(twelve)).notes).not.toContain('9 degrees of freedom');
  });

  test('when a cell has only one of the levels, then it is left out and named', () => {
    const { effect, notes } = effectOf([...town, ['rules', 'endless', [900, 950]]]);

    expect(effect).toMatchObject({ n: [5, 6], leftOut: ['moderation-rules_length-endless'] });
    expect(effect?.difference).toBeCloseTo(-3, 12);
    expect(notes).toContain('moderation-rules_length-endless');
  });
});

const both = [moderation, { ...moderation, within: { length: 'short' } }];

describe('contrasts that show too little', () => {
  test('when a cell has a single discussion, then there is a difference, but neither interval nor test', () => {
    const { effect, notes } = effectOf([
      ['none', 'short', [10]],
      ['none', 'long', [30]],
      ['rules', 'short', [8]],
      ['rules', 'long', [26]],
    ]);

    expect(effect).toMatchObject({
      difference: -3,
      n: [2, 2],
      clusters: 0,
      untested: 'a cell has a single discussion',
    });
    expect(effect?.interval).toBeUndefined();
    expect(effect?.p).toBeUndefined();
    expect(notes).toContain('a single discussion');
  });

  test('when the levels have no cell in common, then the declared contrast is listed with the reason', () => {
    const { effect, analysis } = effectOf([
      ['none', 'short', [10, 12, 14, 16]],
      ['rules', 'long', [27, 29, 31, 33]],
    ]);

    expect(effect).toBeUndefined();
    expect(analysis.notComputed).toContainEqual({
      ...ofWords,
      reason: 'the levels never occur with the same levels of the other factors',
    });
    const [table] = reportTables(analysis).filter(({ name }) => name === 'contrasts-declared');
    expect(table?.rows.find(([, measure]) => measure === 'Length of comments')).toEqual([
      ...[ofWords.contrast, 'Length of comments', ...new Array<string>(8).fill('–')],
      'the levels never occur with the same levels of the other factors',
    ]);
    expect(analysis.notes.join('\n')).toContain('length: short → long'); // exploratory
  });

  test('when a declared contrast cannot be tested, then p-values are adjusted for it nonetheless', () => {
    const cells: Cell[] = town.map(([level, length, words]) => [
      level,
      length,
      length === 'short' ? [words[0] ?? 0] : words,
    ]);
    const { analysis } = effectOf(cells, {
      declared: [{ ...moderation, within: { length: 'long' } }, ...both.slice(1)],
    });
    const [tested, untested] = analysis.effects.filter(({ measure }) => measure === ofWords.measure);

    expect(tested?.p).toBeCloseTo(0.49334826427419703, 10); // scipy: ttest_ind([27, 29, 31, 33], [30, 34], equal_var=False)
    expect(tested?.pAdjusted).toBeCloseTo(Math.min(1, 2 * (tested?.p ?? 0)), 12);
    expect(untested).toMatchObject({ contrast: 'moderation: none → rules, length = short', p: undefined });
    expect(analysis.notes.join('\n')).toContain('over the 2 declared contrasts');
  });

  test('when a factor has more than six levels, then a note says that its pairs are not listed', () => {
    const lengths = Array.from({ length: 7 }, (_, index) => `l${index}`);
    const { notes } = effectOf(lengths.map((length) => ['none', length, [1, 2]]));

    expect(notes).toMatch(/length has 7 levels, 21 pairs: .*declared\.contrasts/);
  });

  test('when nothing can be compared, then no discussion counts as analysed', () => {
    const { analysis } = effectOf([['none', 'short', [1, 2]]], { declared: [] });

    expect(analysis.flow[0]).toMatchObject({ generated: 2, analysed: undefined });
    expect(reportTables(analysis)[0]?.rows[0]?.[5]).toBe('–');
  });

  test('when there are fewer than four discussions, then there is no interval', () => {
    const { analysis } = effectOf([
      ['none', 'short', [1, 2, 4]],
      ['rules', 'short', [1, 2, 4, 8]],
    ]);
    const own = analysis.descriptives.filter(({ measure }) => measure === ofWords.measure);

    expect(own.map(({ n, interval }) => [n, interval !== undefined])).toEqual([
      [3, false],
      [4, true],
    ]);
    expect(analysis.effects[0]?.interval).toBeUndefined();
    expect(analysis.notes.join('\n')).toContain('fewer than 4 discussions');
  });
});

describe('numbers in tables', () => {
  test('when one is negative, then it has a minus sign, integer or not', () => {
    const { analysis } = effectOf([
      ['none', 'short', [10, 12]],
      ['rules', 'short', [7, 9]],
    ]);
    const row = reportTables(analysis).find(({ name }) => name === 'contrasts-declared')?.rows;

    expect(row?.find(([, measure]) => measure === 'Length of comments')).toMatchObject({ 3: '−3', 6: '−1' });
  });
});
