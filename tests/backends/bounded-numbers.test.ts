import { expect, test } from 'vitest';
import { boundedNumbers } from '../../src/backends/bounded-numbers.js';
import { labelFormat } from '../../src/backends/openai/label-format.js';

/** Whether a server that holds a model to a regular expression lets it write this number. */
function allows(bounds: { minimum: number; maximum: number }, number: string): boolean {
  const label = [{ name: 'share', values: [], open: { kind: 'number', ...bounds } }] as const;
  const { structured_outputs: held } = labelFormat('structured_outputs', label) as {
    structured_outputs: { regex: string };
  };
  return new RegExp(`^${held.regex}$`).test(`{"share": ${number}}`);
}

test.each([
  [{ minimum: 0, maximum: 1 }, ['0', '0.25', '1', '1.00'], ['1.01', '2', '-0.5', '-0', '56.3']],
  [{ minimum: -2, maximum: 10 }, ['-2', '-2.0', '-1.99', '-0.5', '0', '9.5', '10'], ['-2.1', '-3', '10.5', '11']],
  [{ minimum: 5, maximum: 7 }, ['5', '6.999999', '7'], ['4.9', '7.5', '0']],
  [{ minimum: -7, maximum: -5 }, ['-7', '-5', '-5.5'], ['-7.5', '-4.5', '5', '0']],
  [{ minimum: 0.5, maximum: 1.5 }, ['0.5', '1', '1.5'], ['2', '-1']],
])('when numbers are within %j, then engines write %j and not %j', (bounds, legal, others) => {
  expect(legal.filter((number) => !allows(bounds, number))).toEqual([]);
  expect(others.filter((number) => allows(bounds, number))).toEqual([]);
});

test('when a bound is missing, or the range is wide, then numbers are checked when they are read', () => {
  expect(boundedNumbers({ minimum: 0 })).toBeUndefined();
  expect(boundedNumbers({ minimum: 0, maximum: 1000 })).toBeUndefined();
});
