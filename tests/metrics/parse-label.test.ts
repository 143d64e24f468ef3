import { describe, expect, it } from 'vitest';
import { parseLabel } from '../../src/metrics/parse-label.js';
import { writeLabel } from '../../src/backends/label.js';

const label = [
  { name: 'toxicity', values: [1, 2, 3, null] },
  { name: 'tone', values: ['calm', 'heated'] },
];

describe('parseLabel', () => {
  it('when a reply is written as a grammar would, then every label is read', () => {
    expect(parseLabel('{"toxicity": 3, "tone": "calm"}', label)).toEqual({ toxicity: 3, tone: 'calm' });
  });

  it('when the annotator cannot judge, then the label is null, where that may be said', () => {
    expect(parseLabel('{"toxicity": null, "tone": null}', label)).toEqual({ toxicity: null });
  });

  it('when an answer is none of the values, then it is left out and the others stay', () => {
    const illegal = ['4', '0', '"2"', '2.5', 'true', '[1]'];
    for (const value of illegal)
      expect(parseLabel(`{"toxicity": ${value}, "tone": "heated"}`, label)).toEqual({ tone: 'heated' });
    expect(parseLabel('{"tone": "Calm"}', label)).toEqual({});
  });

  it('when a model wraps its answer in words or a fence, then the object is found', () => {
    expect(parseLabel('Sure!\n```json\n{\n  "tone": "calm",\n  "toxicity": 1\n}\n```', label)).toEqual({
      toxicity: 1,
      tone: 'calm',
    });
  });

  it('when one metric is answered twice, then it has no answer', () => {
    expect(parseLabel('{"toxicity": 3, "toxicity": 1, "tone": "calm"}', label)).toEqual({ tone: 'calm' });
    expect(parseLabel(String.raw`{"toxicity": 3, "\u0074oxicity": 1, "tone": "calm"}`, label)).toEqual({
      tone: 'calm',
    });
    const tone = [{ name: 'tone', values: ['tone', 'heated', 'a, "tone": b'] }];
    expect(
      parseLabel(
        writeLabel(tone, () => 'a, "tone": b'),
        tone,
      ),
    ).toEqual({ tone: 'a, "tone": b' });
    expect(parseLabel('{"tone": "tone"}', tone)).toEqual({ tone: 'tone' });
  });

  it('when there is no object, a broken one or two, then nothing was answered', () => {
    for (const reply of ['', 'Toxicity=3', '{"toxicity": 3', '}{', '{"toxicity": 1} {"toxicity": 2}', '[3]', 'null'])
      expect(parseLabel(reply, label)).toEqual({});
  });

  it('when a key is one that every object has, then it is not taken for an answer', () => {
    expect(parseLabel('{}', [{ name: 'constructor', values: ['calm', 'heated'] }])).toEqual({});
  });

  it('when values hold quotes and braces, then what is written is read again', () => {
    const odd = [{ name: 'tone', values: ['say "no"', 'a}', 'b\\', 'ünï 🙂'] }];
    for (const value of odd[0]?.values ?? [])
      expect(parseLabel(writeLabel(odd, () => value), odd)).toEqual({ tone: value }); // prettier-ignore
  });
});
