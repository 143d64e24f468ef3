import { expect, test } from 'vitest';
import { collectLabels, type LabelSource } from '../../src/analysis/agreement/collect-labels.js';
import { commentLabels } from '../../src/analysis/labels.js';
import { talkOf } from './made-labels.js';

const prompt = 'Read the comment. Answer with Toxicity=<number> and Größe=<number>.';

/** An annotator that answers each comment in free text. */
function inFreeText(by: string, said: readonly string[]): LabelSource {
  return {
    annotation: {
      annotator: by,
      annotatorId: by,
      model: 'judge',
      set: 'default',
      repeat: 1,
      form: 'plain',
      metrics: new Map(),
      prompt,
    },
    answers: new Map(said.map((answer, turn) => [turn, { turn, text: null, answer, labels: new Map() }])),
  };
}

const rambling = [
  'Toxicity=3\nGröße=4',
  'At 10:30 I thought Toxicity=2, then Toxicity=4.',
  'I rate it: 1 of 5. Größe=2',
  'Toxicity: 5',
];

test('when annotators answer in free text, then only what their prompt asks for is a label, as in the data set', () => {
  const found = commentLabels([inFreeText('nora', rambling)], new Map());
  expect(found).toEqual([
    { metric: 'Toxicity', turn: 0, value: 3 },
    { metric: 'Größe', turn: 0, value: 4 },
    { metric: 'Größe', turn: 2, value: 2 },
  ]);
});

test('when answers in free text lack a value or have two, then they are invalid in agreement too', () => {
  const collection = collectLabels('drawn');
  collection.add(talkOf(4, { id: 'one' }), [inFreeText('nora', rambling), inFreeText('omar', rambling)]);
  const tables = collection.tables();
  expect(tables.map(({ metric }) => metric)).toEqual(['Toxicity', 'Größe']);
  expect(tables[0]?.statuses).toEqual(['invalid']);
  expect(Array.from(tables[0]?.discussions[0]?.columns[0]?.codes ?? [])).toEqual([1, -1, -1, -1]);
});
