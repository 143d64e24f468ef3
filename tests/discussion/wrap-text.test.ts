import { describe, expect, it } from 'vitest';
import { wrapText } from '../../src/discussion/wrap-text.js';

/** Texts with what Python 3.11 makes of them: `textwrap.fill(text, 20)`. */
const filled: readonly (readonly [text: string, lines: string])[] = [
  ['', ''],
  ['Buses should be free', 'Buses should be free'],
  ['Buses should be free.', 'Buses should be\nfree.'],
  ['One.\n\nTwo.\r\nThree.', 'One.  Two.  Three.'],
  ['A tab\tor two', 'A tab   or two'],
  ['The state-of-the-art bus', 'The state-of-the-art\nbus'],
  ['Some state-of-the-art bus', 'Some state-of-the-\nart bus'],
  ['I was sent your e-mail', 'I was sent your\ne-mail'],
  ['It is late--too late for it', 'It is late--too late\nfor it'],
  ['see https://town.example/buses now', 'see https://town.exa\nmple/buses now'],
  ['ü😀'.repeat(12), `${'ü😀'.repeat(10)}\nü😀ü😀`],
];

describe('text that is wrapped as in Python', () => {
  it.each(filled)('when it is %j, then its lines are %j', (text, lines) => {
    expect(wrapText(text, 20)).toBe(lines);
  });
});
