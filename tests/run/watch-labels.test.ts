import { describe, expect, it } from 'vitest';
import type { Completion } from '../../src/backends/backend.js';
import { watchLabels, type LabelWatch } from '../../src/run/watch-labels.js';

const label = [
  { name: 'toxicity', values: [1, 2, 3] },
  { name: 'tone', values: ['calm', 'heated'] },
];

describe('the labels of a run', () => {
  it('when more than 2 % of the labels of a metric are invalid, then the run warns of that metric', () => {
    const watch = watchLabels(undefined);
    for (let n = 0; n < 100; n += 1) watch.note(label, answer(`{"toxicity": ${n < 3 ? 9 : 1}, "tone": "calm"}`));
    expect(warnings(watch)).toEqual([expect.stringMatching(/^3 of 100 labels of toxicity are invalid/)]);
  });

  it('when 2 % are invalid, then it says nothing', () => {
    const watch = watchLabels(0.02);
    for (let n = 0; n < 100; n += 1)
      watch.note(label, answer(`{"toxicity": ${n % 50 === 49 ? 9 : 1}, "tone": "calm"}`));
    expect(warnings(watch)).toEqual([]);
  });

  it('when the share exceeds the limit, then the run stops at the fiftieth label and not before', () => {
    const watch = watchLabels(0.1);
    for (let n = 0; n < 49; n += 1) watch.note(label, answer('   '));
    expect(() => {
      watch.note(label, answer('   '));
    }).toThrow('50 of 50 labels of toxicity are invalid');
  });

  it('when a model hardly means its labels, then the run warns of their metric', () => {
    const watch = watchLabels(undefined);
    for (let n = 0; n < 10; n += 1) watch.note(label, answer('{"toxicity": 1, "tone": "calm"}', [7.8e-5, 0.9]));
    expect(warnings(watch)).toEqual([expect.stringMatching(/10 of 10 labels of toxicity.*legal_mass/)]);
  });
});

function answer(text: string, masses?: readonly number[]): Completion {
  const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
  const scores = masses?.map((mass) => ({ probabilities: [], legal_mass: mass }));
  return { text, finish_reason: 'stop', ...counts, ...(scores && { label_scores: scores }) };
}

function warnings(watch: LabelWatch): string[] {
  const lines: string[] = [];
  watch.tell({ warn: (line) => lines.push(line) });
  return lines;
}
