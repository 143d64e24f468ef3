import { expect, test } from 'vitest';
import { sealDocument } from '../../src/document-sum.js';
import { annotationKind, discussionKind } from '../../src/documents/document-kinds.js';
import { sliceHead } from '../../src/documents/slice-head.js';
import { ourAnnotation, ourDiscussion } from '../town-hall/published-debate.js';

const debate = ourDiscussion('town-hall-0002', [
  ['elena', 'Buses\n  ],\n  "logs": [\n are free.'],
  ['jonas', ''],
]);
const seal = (document: { job_hash: string }): { bytes: Buffer; whole: object } => {
  const text = sealDocument({ ...document, specification: {} });
  return { bytes: Buffer.from(text), whole: JSON.parse(text) as object };
};
const headOf = (bytes: Buffer, { neededLines }: Pick<typeof annotationKind, 'neededLines'>): unknown =>
  JSON.parse(sliceHead(bytes, neededLines) ?? 'null');

test('when a published document is sliced, then all but its comments is left, whatever they say', () => {
  const discussion = seal(debate);
  expect(headOf(discussion.bytes, discussionKind)).toEqual({ ...discussion.whole, logs: [] });
  const annotation = seal(ourAnnotation(debate, 'carla', [0]));
  expect(headOf(annotation.bytes, annotationKind)).toEqual({ ...annotation.whole, logs: [], comments: [] });
  const empty = seal({ ...debate, logs: [] } as typeof debate);
  expect(headOf(empty.bytes, discussionKind)).toEqual(empty.whole);
});

test('when an engine scored labels, or a program spoke, then a survey needs the whole document', () => {
  const annotation = ourAnnotation(debate, 'carla', [0]);
  const scores = { toxicity: { probabilities: { '1': 1 }, cannot_judge: 0, expected: 1, legal_mass: 1 } };
  const scored = { ...annotation, comments: annotation.comments.map((one) => ({ ...one, scores })) };
  expect(sliceHead(seal(scored).bytes, annotationKind.neededLines)).toBeUndefined();
  const injected = { ...debate, logs: debate.logs.map((one) => ({ ...one, model: 'injected' })) };
  expect(sliceHead(seal(injected).bytes, discussionKind.neededLines)).toBeUndefined();
});
