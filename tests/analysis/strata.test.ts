import { describe, expect, test } from 'vitest';
import { analyse, type StudyDesign } from '../../src/analysis/analyse.js';
import type { DiscussionFigures } from '../../src/analysis/discussion-figures.js';
import { labelsOverTurns } from '../../src/analysis/labels-over-turns.js';
import { openStream } from '../../src/plan/setup/random-stream.js';
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
  const design = { isPaired: false, declared: [moderation], adjustment: 'holm', planned: new Map() } as const;
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

  test('when a cell has only one of the levels, then it is left out and named', () => {
    const { effect, notes } = effectOf([...town, ['rules', 'endless', [900, 950]]]);

    expect(effect).toMatchObject({ n: [5, 6], leftOut: ['moderation-rules_length-endless'] });
    expect(effect?.difference).toBeCloseTo(-3, 12);
    expect(notes).toContain('moderation-rules_length-endless');
  });
});
