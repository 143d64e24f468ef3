import { describe, expect, test } from 'vitest';
import { analyse, type StudyDesign } from '../../src/analysis/analyse.js';
import type { DiscussionFigures } from '../../src/analysis/discussion-figures.js';
import { labelsOverTurns } from '../../src/analysis/labels-over-turns.js';
import { expectedReplyRate } from '../../src/analysis/manipulation-check.js';
import { openStream } from '../../src/random-stream.js';
import { wordsOf } from './town-hall.js';

const openRandom = (...purpose: readonly string[]) => openStream([42, 'test', ...purpose]);
const contrast = { factor: 'moderation', levels: ['none', 'strict'] as const, within: {} };
const design: StudyDesign = {
  isPaired: true,
  undeclared: [],
  isDeclaredUnknown: false,
  declared: [contrast],
  adjustment: 'holm',
  withdrawn: [],
  cluster: 'discussion',
  labels: new Map(),
  planned: new Map([
    ['moderation-none', 12],
    ['moderation-strict', 12],
  ]),
  designed: new Map(),
};

/** The comment of replicate r has r words without moderation, and one or two more with it. */
function figuresOf(level: string, replicate: number): DiscussionFigures {
  const words = replicate + (level === 'strict' ? 1 + (replicate % 2) : 0);
  return wordsOf(words, {
    id: `moderation-${level}-${replicate}`,
    condition: `moderation-${level}`,
    factors: { moderation: level },
    replicate,
  });
}

const replicates = Array.from({ length: 12 }, (_, index) => index + 1);
const study = ['none', 'strict'].flatMap((level) => replicates.map((replicate) => figuresOf(level, replicate)));
const words = (figures: readonly DiscussionFigures[], changes: Partial<StudyDesign> = {}) => {
  const analysis = analyse(figures, labelsOverTurns(), { ...design, ...changes }, openRandom);
  return { analysis, effect: analysis.effects.find(({ measure }) => measure === 'words_per_comment') };
};

describe('contrasts', () => {
  test('when the design is paired, then replicates are compared with each other', () => {
    const { effect } = words(study);

    expect(effect).toMatchObject({ design: 'paired', status: 'declared', pairs: 12, withoutPartner: 0 });
    expect(effect?.difference).toBeCloseTo(1.5, 12);
    expect(effect?.p).toBeLessThan(1e-6);
    expect(effect?.interval?.low).toBeGreaterThan(1.1);
  });

  test('when it is not, then the spread between discussions hides the same difference', () => {
    const { effect } = words(study, { isPaired: false });

    expect(effect).toMatchObject({ design: 'independent', n: [12, 12] });
    expect(effect?.difference).toBeCloseTo(1.5, 12);
    expect(effect?.p).toBeGreaterThan(0.2);
    expect(effect?.interval?.low).toBeLessThan(0);
  });

  test('when a pair lacks a member, then it is left out whole and counted', () => {
    const { analysis, effect } = words(study.filter(({ id }) => id !== 'moderation-strict-3'));

    expect(effect).toMatchObject({ pairs: 11, withoutPartner: 1 });
    expect(analysis.flow).toMatchObject([
      { condition: 'moderation-none', planned: 12, generated: 12, analysed: 11 },
      { condition: 'moderation-strict', planned: 12, generated: 11, analysed: 11 },
    ]);
  });

  test('when a contrast is not declared, then it is exploratory and has no p-value', () => {
    const { analysis, effect } = words(study, { declared: [] });

    expect(effect).toMatchObject({ status: 'exploratory', p: undefined, pAdjusted: undefined });
    expect(analysis.notes.join('\n')).toContain('all are exploratory');
  });

  test('when it is declared in the other direction, then it is not listed again', () => {
    const { analysis } = words(study, { declared: [{ ...contrast, levels: ['strict', 'none'] }] });

    expect(new Set(analysis.effects.map(({ status }) => status))).toEqual(new Set(['declared']));
  });
});

describe('notes', () => {
  test('when a condition has fewer than ten discussions, then the report is a pilot, not proof', () => {
    const pilot = study.filter(({ replicate }) => (replicate ?? 0) < 10);

    expect(words(pilot).analysis.notes[0]).toContain('Pilot, not proof');
    expect(words(study).analysis.notes.join('\n')).not.toContain('Pilot');
  });
});

describe('designed reply rate', () => {
  test('when speakers are drawn with weights, then it is p + (1 − p)/(n − 1)', () => {
    expect(expectedReplyRate({ turnManager: 'random_weighted', respondProbability: 0.4 }, 7)).toBeCloseTo(0.5, 12);
    expect(expectedReplyRate({ turnManager: 'random_weighted', respondProbability: 0 }, 7)).toBeCloseTo(1 / 6, 12);
    expect(expectedReplyRate({ turnManager: 'mention', respondProbability: 0.4 }, 7)).toBeUndefined();
  });
});
