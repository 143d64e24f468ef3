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
  ['  Leading space stays on the first line', '  Leading space\nstays on the first\nline'],
  ['A fare of 20\u00a0000\u202f€ a year', 'A fare of 20\u00a0000\u202f€ a\nyear'],
  ['Twenty or more buses\u00a0a day', 'Twenty or more\nbuses\u00a0a day'],
  ['is it so?--yes it is--no', 'is it so?--yes it is\n--no'],
  ['on 2020-2021 and the A-1-B-2 roads', 'on 2020-2021 and the\nA-1-B-2 roads'],
  ['the line ends here: \u00a0 and goes on', 'the line ends here:\n and goes on'],
  ['well-known-and-very-long-words-break', 'well-known-and-very-\nlong-words-break'],
  ['he said "yes"--and-no', 'he said "yes"--and-\nno'],
  ['naïve-é-à-la-carte soup', 'naïve-é-à-la-carte\nsoup'],
  ['xxxxxxxxxxxxxxxxxxxx yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', 'xxxxxxxxxxxxxxxxxxxx\nyyyyyyyyyyyyyyyyyyyy\nyyyyyyyyyy'],
  ['one\rtab\tafter a return', 'one tab     after a\nreturn'],
];

describe('text that is wrapped as in Python', () => {
  it.each(filled)('when it is %j, then its lines are %j', (text, lines) => {
    expect(wrapText(text, 20)).toBe(lines);
  });
});
