import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyText } from '../../src/backends/reply-text.js';

describe('a growing reply with stop strings', () => {
  it('when a stop string comes in pieces, then the text ends before it and it is named', () => {
    const reply = new ReplyText(['\nUser ', '###']);
    expect(['Free buses ', 'help.\nU', 'ser bob'].map((piece) => reply.append(piece))).toEqual([
      undefined,
      undefined,
      '\nUser ',
    ]);
    expect(reply.text).toBe('Free buses help.');
  });

  it('when two stop strings come in one piece, then the earlier one counts', () => {
    const reply = new ReplyText(['later', 'now']);
    expect(reply.append('Vote now, not later.')).toBe('now');
    expect(reply.text).toBe('Vote ');
  });

  it('when a text is cut into any pieces, then it stops where the whole text would', () => {
    const debate = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 40 });
    fc.assert(
      fc.property(debate, fc.array(fc.nat(40)), fc.constantFrom('ab', 'bab', 'a a'), (text, cuts, stop) => {
        const reply = new ReplyText([stop]);
        const borders = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
        borders.slice(1).some((end, at) => reply.append(text.slice(borders[at], end)) !== undefined);
        expect(reply.text).toBe(text.split(stop)[0]);
      }),
    );
  });
});
