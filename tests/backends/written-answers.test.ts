import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { labelFormat } from '../../src/backends/openai/label-format.js';
import { beginAnswer } from '../../src/backends/written-answers/begin-answer.js';
import type { Writing } from '../../src/backends/written-answers/writing.js';
import type { LabelMetric, OpenForm } from '../../src/metrics/label.js';
import { parseLabel } from '../../src/metrics/parse-label.js';

const text = (maxLength: number): OpenForm => ({ kind: 'text', maxLength });
const span = (source: string, maxLength = 200): OpenForm => ({ kind: 'span', maxLength, source });
const number = (minimum?: number, maximum?: number): OpenForm => ({
  kind: 'number',
  ...(minimum !== undefined && { minimum }),
  ...(maximum !== undefined && { maximum }),
});

describe('what may be written of an answer', () => {
  test.each([
    [number(0, 1), ['0', '0.25', '1', '1.00', 'null'], ['1.01', '2', '-0.5', '-0', '1.', '.5', '0.1234567', '01']],
    [number(-2, 10), ['-2', '-2.0', '-0.5', '0', '9.5', '10'], ['-2.1', '-3', '10.5', '11', '--1']],
    [number(0.5, 1.5), ['0.5', '1', '1.499999', '1.5'], ['0.4', '1.6', '2', '0']],
    [number(1000), ['1000', '1000.0', '99999'], ['999', '0', '-1', '999.999999']],
    [number(undefined, -7), ['-7', '-7.5', '-123456789012345'], ['-6.9', '7', '0', '-1234567890123456']],
    [number(), ['0', '-3.25', '123456789012345'], ['1e5', '+1', 'NaN', '']],
    [
      text(5),
      ['"a"', '"größe"', '"🚌🚌🚌🚌🚌"', '"a\\"b"', '" a "', 'null'],
      ['""', '"  "', '"abcdef"', '"a\\n"', '"a\nb"', 'a'],
    ],
    [
      span('Free  buses\n"at last" – now!'),
      ['""', '"Free buses \\"at"', '"ree"', '"– now!"', 'null'],
      ['"free"', '"Free  buses"', '"last now"'],
    ],
    [span('größe, größer', 6), ['"größer"', '"ß"'], ['"größe, "', '"grosse"']],
  ])('when answers to %j are written, then %j can be, and %j cannot', (open, legal, others) => {
    const metric = { name: 'asked', values: [null], open };
    expect(legal.filter((answer) => !canWrite(metric, answer))).toEqual([]);
    expect(others.filter((answer) => canWrite(metric, answer))).toEqual([]);
  });

  it('when any answer is written to its end, then it is a valid label in the spelling of the grammars', () => {
    const metrics = [number(-20, 20), number(3), number(0.25, 0.75), text(7), span('Who "pays"\tfor  größe?', 9)];
    fc.assert(
      fc.property(fc.constantFrom(...metrics), fc.infiniteStream(fc.nat()), (open, draws) => {
        const metric = { name: 'asked', values: [null], open };
        const reply = `{"asked":${writeAny(beginAnswer(metric), draws)}`;
        expect(parseLabel(reply, [metric]), reply).toHaveProperty('asked');
        expect(reply).toMatch(new RegExp(`^${regexOf(metric)}$`, 'su'));
      }),
    );
  });
});

function canWrite(metric: LabelMetric, answer: string): boolean {
  let written: Writing | undefined = beginAnswer(metric);
  for (const byte of Buffer.from(` ${answer}}`)) written = written?.next(byte);
  return written?.isWhole === true;
}

/** Goes on with any byte that is allowed, and draws again where there are several. */
function writeAny(from: Writing, draws: Stream): string {
  const bytes: number[] = [];
  for (let written = from; !written.isWhole;) {
    const allowed = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => written.next(byte));
    const byte = allowed[(draws.next().value as number) % allowed.length] ?? 0;
    bytes.push(byte);
    written = written.next(byte) ?? written;
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
}

type Stream = IterableIterator<number>;

function regexOf(metric: LabelMetric): string {
  return (labelFormat('structured_outputs', [metric]) as { structured_outputs: { regex: string } }).structured_outputs
    .regex;
}
