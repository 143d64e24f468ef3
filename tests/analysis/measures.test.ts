import type { CommentRecord } from '../../src/documents/records.js';
import { commentLabels } from '../../src/analysis/labels.js';
import { describe, expect, test } from 'vitest';
import { discussionFigures } from '../../src/analysis/discussion-figures.js';
import { usualOptions } from '../../src/analysis/measures/measure.js';
import { giniOf } from '../../src/analysis/measures/turn-gini.js';
import type { AnnotationEntry } from '../../src/documents/records.js';
import { discussionOf } from './town-hall.js';

const options = { ...usualOptions, categories: new Map([['stance', ['pro', 'contra']]]) };

const debate = discussionOf([
  { by: 'cleo', text: 'Free buses now.', isOpening: true },
  { by: 'anna', text: 'Who pays for that?' },
  { by: 'moderator', text: '' },
  { by: 'ben', text: 'Drivers should pay for', finishReason: 'length', dropped: 1 },
  { by: 'moderator', text: 'Stay polite, please.' },
  { by: 'anna', text: '' },
  { by: 'moderator', text: '' },
  { by: 'anna', text: 'Nobody asked the drivers.', failedTries: 1 },
]);

describe('measures of a discussion', () => {
  const { figures } = discussionFigures(debate, [], options);
  const value = (name: string) => figures.values.get(name);

  test('when some speak and some stay silent, then every measure has its definition', () => {
    expect(value('participation')).toBeCloseTo(2 / 3, 12); // cleo only posted the seed opinion
    expect(value('gini_of_turns')).toBeCloseTo(4 / 9, 12); // 2, 1, 0
    expect(value('silence_rate')).toBeCloseTo(1 / 4, 12);
    expect(value('intervention_rate')).toBeCloseTo(1 / 3, 12);
    expect(value('words_per_comment')).toBeCloseTo(4, 12);
    expect(value('truncation_rate')).toBeCloseTo(1 / 3, 12);
  });

  test('when comments were resampled, then they are counted, and the values without them are beside', () => {
    expect(figures.comments).toEqual({ generated: 7, flagged: 0, resampled: 1 });
    expect(figures.withoutResampled?.get('gini_of_turns')).toBeCloseTo(1 / 3, 12); // 1, 1, 0
  });

  test('when a detector found something, or a comment was repaired or is missing, then it is flagged', () => {
    const talk = discussionOf(['Hello.', 'Hi.', 'Well.', ''].map((text) => ({ by: 'anna', text })));
    const marks: Partial<CommentRecord>[] = [
      { flags: [] },
      { flags: ['markup'] },
      { repairs: ['quoted'] },
      { missing: 'no_text' },
    ];
    const comments = talk.comments.map((comment, turn) => ({ ...comment, ...marks[turn] }));
    expect(discussionFigures({ ...talk, comments }, [], options).figures.comments).toMatchObject({ flagged: 3 });
  });

  test('when the moderator never had a turn, then there is no intervention rate', () => {
    const quiet = discussionOf([{ by: 'anna', text: 'Hello.' }]);

    expect(discussionFigures(quiet, [], options).figures.values.has('intervention_rate')).toBe(false);
  });

  test('when turns, seats and prompts are counted, then the realised design is', () => {
    expect(figures.realised).toMatchObject({ moderatorOffered: 3, moderatorUsed: 1, promptTurns: 4, cutTurns: 1 });
    expect(figures.realised).toMatchObject({ replyTurns: 3, replies: 1 }); // the silent anna, after anna and ben
    expect([...figures.realised.seats]).toEqual([
      ['participant', 2],
      ['troll', 1],
    ]);
  });
});

describe('Gini coefficient', () => {
  test('when one of four speaks alone, then it is 3/4; if nobody does, there is none', () => {
    expect(giniOf([0, 0, 0, 9])).toBeCloseTo(0.75, 12);
    expect(giniOf([2, 2, 2])).toBeCloseTo(0, 12);
    expect(giniOf([0, 0])).toBeUndefined();
  });
});

describe('labels', () => {
  const answer = (turn: number, toxicity: number, stance: string): [number, AnnotationEntry] => [
    turn,
    {
      ...{ turn, text: null, answer: '' },
      labels: new Map([
        ['toxicity', { status: 'ok' as const, value: toxicity }],
        ['stance', { status: 'ok' as const, value: stance }],
      ]),
    },
  ];
  const by = (annotator: string, ...answers: [number, AnnotationEntry][]) => ({
    annotation: { annotator, annotatorId: annotator, model: 'demo', prompt: '', metrics: new Map() },
    answers: new Map(answers),
  });

  test('when an annotator repeats, then it stays one coder, and only participants count', () => {
    const { figures, labels } = discussionFigures(
      debate,
      [
        by('omar', answer(1, 1, 'pro'), answer(4, 5, 'pro')),
        by('omar', answer(1, 3, 'pro')),
        by('nora', answer(1, 5, 'contra')),
      ],
      options,
    );

    expect(figures.values.get('label: toxicity')).toBeCloseTo(3.5, 12); // omar 2, nora 5; the moderator's 5 is left out
    expect(figures.values.get('label: stance: contra')).toBeCloseTo(0.5, 12);
    expect(labels).toContainEqual({ metric: 'toxicity', turn: 4, value: 5 });
  });

  test('when values are ordered, then the label is the mean of their ranks, drawn as well as expected', () => {
    const metric = { name: 'tone', type: 'ordered', values: ['calm', 'tense', 'heated'], cannotJudge: true } as const;
    const metrics = new Map([['tone', { type: 'text' as const, scale: 'tone', metric }]]);
    const said = (turn: number, value: string, expected: number): [number, AnnotationEntry] => {
      const score = { probabilities: [], expected, legalMass: 1 };
      return [turn, { turn, text: null, answer: '', labels: new Map([['tone', { status: 'ok', value, score }]]) }];
    };
    const { annotation, answers } = by('omar', said(1, 'calm', 1.5), said(3, 'heated', 2.5));
    const labels = [{ annotation: { ...annotation, metrics }, answers }];
    expect(commentLabels(labels, new Map(), 'drawn').map(({ metric: of, value }) => [of, value])).toEqual([['tone', 1], ['tone', 3]]); // prettier-ignore
    expect(commentLabels(labels, new Map(), 'expected').map(({ metric: of, value }) => [of, value])).toEqual([['tone', 1.5], ['tone', 2.5]]); // prettier-ignore
  });
});
