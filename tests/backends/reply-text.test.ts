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

  it.each([
    ['a line break', '\nUser anna posted:\nFree buses help.', undefined],
    ['blank lines', '\n \u200bUser anna posted: Free buses help.', undefined],
    ['its own prefix twice', 'anna:\n\nUser anna posted:\nFree buses help.', undefined],
    ['its own prefix in bold', '**User anna posted:**\n\nUser anna posted:\nFree buses help.', undefined],
  ])('when it begins with %s and its own prefix, then that is no end', (_, said, stop) => {
    const reply = new ReplyText(['\nUser anna posted:', '\nUser bob posted:'], 'anna');
    expect(
      Array.from(said)
        .map((piece) => reply.append(piece))
        .find((found) => found !== undefined),
    ).toBe(stop);
    expect(reply.text).toBe(said);
    expect(reply.append('\nUser anna posted:')).toBe('\nUser anna posted:');
    expect(reply.text).toBe(said);
    expect(reply.raw).toBeUndefined();
  });

  it.each(['\n\nUser bob posted:', '**anna:**\nUser bob posted:', 'User anna posted:\n###'])(
    'when it ends as in %j before it has said anything, then what came is kept',
    (said) => {
      const reply = new ReplyText(['\nUser anna posted:', '\nUser bob posted:', '###'], 'anna');
      const stop = Array.from(said)
        .map((piece) => reply.append(piece))
        .at(-1);
      expect(stop).toBeDefined();
      expect(reply.text).toBe(said.slice(0, -(stop?.length ?? 0)));
      expect(reply.raw).toBe(said);
    },
  );

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
