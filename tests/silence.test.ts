import { describe, expect, it } from 'vitest';
import { isSilentReply, isSilentInOriginal } from '../src/silence.js';

const quotes = [
  '""',
  "''",
  '``',
  '“”',
  '„“',
  '‘’',
  '‚‘',
  '«»',
  '»«',
  '‹›',
  '「」',
  '『』',
  '＂＂',
  '" "',
  '"".',
  '``。',
];
const words = [
  ...['(silent)', '(silence)', '[silent]', '[silence]', '*silent*', '*silence*', '*stays silent*', '(stays silent)'],
  ...[
    '(remains silent)',
    '[Remains silent]',
    '(Stay silent.)',
    '*remain silent*',
    '(SILENT).',
    ' (silence)\n',
    '[ silence ]',
  ],
];
const spaces = ['', ' ', '\n\t', '\u00a0', '\u3000', '\u200b'];

describe('the ways to say nothing', () => {
  it.each([...spaces, ...quotes, ...words])('when a model says %j, then it stays silent', (text) => {
    expect(isSilentReply(text)).toBe(true);
  });

  it.each([
    ...['?', '!', '…', '...', '.', '-', '👍', '🤐', '🙂 🙂', '"', "'", '"?"', '"…"', '""""', '()', '[]', '**'],
    ...[
      'silent',
      'Silence.',
      'stays silent',
      'I stay silent.',
      '(silent',
      'silent)',
      '(silence]',
      '(silently)',
      '(quiet)',
    ],
    ...['(silent) I agree.', '"" I agree.', '"I agree."', '(silence is golden)', 'No comment.', 'Nothing.'],
  ])('when a model says %j, then it is a comment', (text) => {
    expect(isSilentReply(text)).toBe(false);
  });

  it.each([...spaces.slice(0, 3), '""', "''", '“”', ' "" '])(
    'when a file of the original says %j, then it is silence',
    (text) => {
      expect(isSilentInOriginal(text)).toBe(true);
    },
  );

  it.each(['(silent)', '[silence]', '*stays silent*', '?', '…'])(
    'when a file of the original says %j, then it is a comment',
    (text) => {
      expect(isSilentInOriginal(text)).toBe(false);
    },
  );
});
