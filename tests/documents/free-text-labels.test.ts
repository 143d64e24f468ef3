import { describe, expect, it } from 'vitest';
import { askedPairs, readPair } from '../../src/documents/free-text-labels.js';

describe('askedPairs', () => {
  it.each([
    ['Write Toxicity=<number> and ArgumentQuality=<number>, nothing else.', { Toxicity: 'number', ArgumentQuality: 'number' }], // prettier-ignore
    ['Answer as Stance=<for or against>\nand Toxicity = [1-5]', { Stance: 'text', Toxicity: 'number' }],
    ['Rate the toxicity from 1 to 5.', {}],
    ['Is a == b? Is low = 1?', {}],
  ])('when the prompt is %j, then these names are asked for', (prompt, found) => {
    expect(Object.fromEntries(askedPairs(prompt))).toEqual(found);
  });
});

describe('readPair', () => {
  it.each([
    ['Toxicity=3', 3],
    ['  Toxicity = 2.5  ', 2.5],
    ['I would say Toxicity=4.', 4],
    ['Toxicity=-1; Quality=5', -1],
    ['Toxicity=2\nToxicity=2', 2],
    ['Toxicity=2\nToxicity=3', undefined],
    ['NonToxicity=2', undefined],
    ['Toxicity=very high', undefined],
    ['Toxicity: 3', undefined],
    ['', undefined],
  ])('when the answer is %j, then the value is %j', (answer, value) => {
    expect(readPair(answer, 'Toxicity', 'number')).toBe(value);
  });

  it('when words are asked for, then they are the value', () => {
    expect(readPair('Stance= for the buses ', 'Stance', 'text')).toBe('for the buses');
  });
});
