import { describe, expect, it } from 'vitest';
import { askMetrics, publishedMetrics } from '../../src/metrics/ask-metrics.js';
import type { Metric } from '../../src/metrics/metric.js';
import { parseLabel } from '../../src/metrics/parse-label.js';
import { readLabels } from '../../src/metrics/read-labels.js';
import { metricTypeOf, readMetric } from '../../src/metrics/registry.js';

const comment = 'Only a fool\nwould believe that. The bus costs €3.';

const panel: Metric[] = [
  { name: 'toxicity', type: 'integer', minimum: 1, maximum: 3, levels: { 1: 'not toxic', 3: 'very toxic' }, cannotJudge: true, question: 'How toxic is it?' }, // prettier-ignore
  { name: 'tone', type: 'ordered', values: ['calm', 'tense', 'heated'], cannotJudge: true },
  { name: 'insult', type: 'boolean', cannotJudge: false },
  { name: 'price', type: 'number', minimum: 0, cannotJudge: true },
  { name: 'reason', type: 'text', maxLength: 20, cannotJudge: false },
  { name: 'worst', type: 'span', maxLength: 40, cannotJudge: true },
];
const { format, about } = askMetrics(panel);

describe('metrics of all types', () => {
  it('when they are asked, then the question, the names of levels and the answers of each are told', () => {
    expect(format.split('\n')).toEqual([
      'toxicity: How toxic is it? (1 = not toxic, 3 = very toxic)',
      'tone: (in order: calm, tense, heated)',
      'Answer with one JSON object and nothing else: {"toxicity": a whole number from 1 to 3 or null, "tone": "calm" or "tense" or "heated" or null, "insult": true or false, "price": a number of at least 0 or null, "reason": a text in double quotes of at most 20 characters, "worst": a passage quoted word for word in double quotes or "" for none or null}. null means that you cannot judge.',
    ]);
  });

  it('when a text is asked about, then the answers are listed where they can be, and described where they cannot', () => {
    expect(about(comment).map(({ answers }) => answers)).toEqual([
      { name: 'toxicity', values: [1, 2, 3, null] },
      { name: 'tone', values: ['calm', 'tense', 'heated', null] },
      { name: 'insult', values: [true, false] },
      { name: 'price', values: [null], open: { kind: 'number', minimum: 0 } },
      { name: 'reason', values: [], open: { kind: 'text', maxLength: 20 } },
      { name: 'worst', values: [null], open: { kind: 'span', maxLength: 40, source: comment } },
    ]);
  });

  it('when valid answers come, then labels are typed, and a passage is as the text has it', () => {
    const text =
      '{"toxicity": 2, "tone": "tense", "insult": true, "price": 3.5, "reason": "Calls them a fool.", "worst": "a fool would"}';
    expect(readLabels({ text }, about(comment)).labels).toEqual({
      toxicity: 2,
      tone: 'tense',
      insult: true,
      price: 3.5,
      reason: 'Calls them a fool.',
      worst: 'a fool\nwould',
    });
  });

  it.each([
    ['a number below the minimum', 'price', '-1'],
    ['a number as a text', 'price', '"3"'],
    ['an endless number', 'price', '1e999'],
    ['a boolean as a text', 'insult', '"true"'],
    ['no text', 'reason', '"  "'],
    ['a text that is too long', 'reason', '"twenty-one characters"'],
    ['a passage that the text does not have', 'worst', '"a clown"'],
    ['a passage in other words', 'worst', '"Only a Fool"'],
    ['a passage that is too long', 'worst', JSON.stringify(comment)],
  ])('when %s is the answer, then there is no label', (_, name, value) => {
    const label = about(comment).map(({ answers }) => answers);
    expect(parseLabel(`{"${name}": ${value}, "tone": "calm"}`, label)).toEqual({ tone: 'calm' });
  });

  it('when there is no such passage, then the label is an empty text, and null where it cannot be judged', () => {
    const label = about(comment).map(({ answers }) => answers);
    expect(parseLabel('{"worst": ""}', label)).toEqual({ worst: '' });
    expect(parseLabel('{"worst": null}', label)).toEqual({ worst: null });
  });

  it('when a passage holds signs that a pattern reads otherwise, then it is found as it stands', () => {
    const [asked] = askMetrics([{ name: 'worst', type: 'span', maxLength: 40, cannotJudge: false }]).about(
      'a|b (c) [d] \\e $3.',
    );
    for (const text of ['(c) [d]', '\\e $3.', 'a|b'])
      expect(parseLabel(JSON.stringify({ worst: text }), asked ? [asked.answers] : [])).toEqual({ worst: text });
    expect(parseLabel('{"worst": "abc"}', asked ? [asked.answers] : [])).toEqual({});
  });

  it('when an engine scores them, then ordered values have the mean of their ranks and booleans that of 0 and 1', () => {
    const label_scores = [
      { probabilities: [0.5, 0.2, 0.1, 0.2], legal_mass: 0.9 },
      { probabilities: [0.1, 0.2, 0.5, 0.2], legal_mass: 0.8 },
      { probabilities: [0.25, 0.75], legal_mass: 0.7 },
    ];
    const { scores } = readLabels({ text: '{"tone": "calm"}', label_scores }, about(comment));
    expect(Object.keys(scores ?? {})).toEqual(['toxicity', 'tone', 'insult']);
    expect(scores?.['tone']).toMatchObject({ expected: 2.5, legal_mass: 0.8, cannot_judge: 0.2 });
    expect(scores?.['insult']).toMatchObject({ probabilities: { true: 0.25, false: 0.75 }, expected: 0.25 });
  });

  it('when they are published, then reading them again gives the same metrics', () => {
    const published = publishedMetrics(panel);
    expect(published['reason']).toEqual({ type: 'text', max_length: 20, cannot_judge: false });
    expect(Object.entries(published).map(([name, written]) => readMetric(name, written))).toEqual(panel);
  });
});

describe('forms of questions', () => {
  const reversed = askMetrics(panel, { scale: 'reversed', questions: { toxicity: 'How harmful is it?' } });

  it('when one of the levels is no number, then the bounds follow from the others', () => {
    const metric = readMetric('harm', { type: 'integer', levels: { 1: 'low', x: 'odd', 5: 'high' } });
    expect(metric).toMatchObject({ minimum: 1, maximum: 5 });
    const flaws = metric && metricTypeOf(metric).flaws?.(metric);
    expect(flaws?.map(({ path, what }) => [path.join('.'), what])).toEqual([['levels.x', 'expected a whole number, found "x"']]); // prettier-ignore
  });

  it('when the scale is reversed, then names of levels and the order of values are turned round', () => {
    expect(reversed.format.split('\n').slice(0, 2)).toEqual([
      'toxicity: How harmful is it? (1 = very toxic, 3 = not toxic)',
      'tone: (in order: heated, tense, calm)',
    ]);
  });

  it('when it is answered, then labels and scores are on the original scale', () => {
    const label_scores = [
      { probabilities: [0.5, 0.2, 0.1, 0.2], legal_mass: 0.9 },
      { probabilities: [0.5, 0.2, 0.1, 0.2], legal_mass: 0.9 },
      { probabilities: [0.5, 0.5], legal_mass: 0.9 },
    ];
    const answer = { text: '{"toxicity": 1, "tone": "heated", "insult": true}', label_scores };
    const { labels, scores } = readLabels(answer, reversed.about(comment));
    expect(labels).toMatchObject({ toxicity: 3, tone: 'heated', insult: true });
    expect(scores?.['toxicity']).toMatchObject({ probabilities: { 1: 0.1, 2: 0.2, 3: 0.5 }, expected: 2.5 });
    expect(scores?.['tone']).toMatchObject({ probabilities: { calm: 0.1, tense: 0.2, heated: 0.5 }, expected: 2.5 });
    expect(readLabels({ text: '{"toxicity": null}' }, reversed.about(comment)).labels).toEqual({ toxicity: null });
  });
});
