import { describe, expect, test } from 'vitest';
import { guardFormula } from '../../src/dataset/guard-formula.js';

const names = ['Rosa', 'Ivan the 2nd', ''];

describe('guardFormula', () => {
  test.each([
    '=1+1',
    '+A1',
    '-A1',
    '@SUM(A1)',
    '\t=1',
    '\r',
    '\n=1+1',
    '\n\n@A1',
    '\r\n=1',
    '@',
    '-3 buses',
    '@ hello',
  ])('when a text begins like the formula %j, then it gets an apostrophe', (text) => {
    expect(guardFormula(text, names)).toBe(`'${text}`);
  });

  test.each(['@Rosa', '@Rosa, hello', '@Rosa: no', '@Rosa.', '@Rosa no', '@Rosa\nno', '@Ivan the 2nd, no'])(
    'when a text addresses a participant as %j does, then it stays as it is',
    (text) => {
      expect(guardFormula(text, names)).toBe(text);
    },
  );

  test.each(["@cmd|'/C calc'!A0", '@Rosalind, no', '@Rosa|x', '@Rosa!A1', '@Rosa(1)', '@rosa, no', '\n@Rosa, no'])(
    'when a text begins with @ and addresses nobody, as %j, then it gets an apostrophe',
    (text) => {
      expect(guardFormula(text, names)).toBe(`'${text}`);
    },
  );

  test.each(['-3', '+4.5', '0', 'a=1', ' =1', '"=1"', '\n', '', "'=1", '?', '🙂'])(
    'when a text is a number or no formula, as %j, then it stays as it is',
    (text) => {
      expect(guardFormula(text, names)).toBe(text);
    },
  );
});
