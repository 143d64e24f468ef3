import { describe, expect, it } from 'vitest';
import { diffTexts } from '../../src/source/diff-texts.js';

const diff = (before: string, now: string): Promise<string | undefined> =>
  diffTexts({ name: 'inputs/0123-parks.txt', text: before }, { name: 'topics/parks.txt', text: now });

describe('diffTexts', () => {
  it('when one line of a text changes, then both are shown with the lines around them', async () => {
    const lines = ['one', 'two', 'three', 'four', 'five', 'six'];
    const shown = await diff(lines.join('\n'), lines.with(3, 'vier').join('\n'));
    expect(shown?.split('\n')).toEqual([
      '--- inputs/0123-parks.txt',
      '+++ topics/parks.txt',
      '@@ -2,5 +2,5 @@',
      ' two',
      ' three',
      '-four',
      '+vier',
      ' five',
      ' six',
    ]);
  });

  it('when only line breaks, a byte order mark or the white space around a text differ, then there is no difference', async () => {
    expect(await diff('one\r\ntwo\r\n', '\ufeffone\ntwo')).toBeUndefined();
  });

  it('when a line is long, then the part around the change is shown', async () => {
    const long = (word: string): string => `${'before '.repeat(2000)}${word}${' after'.repeat(2000)}`;
    const shown = (await diff(long('strict'), long('lenient'))) ?? '';
    expect(shown).toMatch(/^-….{0,40} strict( after)+.{0,9}…$/m);
    expect(shown).toMatch(/^\+….{0,40} lenient( after)+.{0,9}…$/m);
    expect(shown.length).toBeLessThan(600);
  });

  it('when texts hold control, invisible and direction characters, then their numbers are shown', async () => {
    const shown = await diff('plain', '\u001b[31mred\u001b[0m \u202eevil\u200b\u00a0\ud800 end ');
    expect(shown?.split('\n').at(-1)).toBe('+<U+001B>[31mred<U+001B>[0m <U+202E>evil<U+200B><U+00A0><U+D800> end');
    expect(await diff('a\nb', 'a \nb')).toContain('\n-a\n+a·\n');
  });

  it('when a text holds what may be a secret, then it is not shown', async () => {
    const shown = await diff('const api_key = "sk-before";\n', 'const api_key = "sk-now";\nconst other = 1;\n');
    expect(shown).not.toMatch(/sk-/);
    expect(shown).toContain('+const other = 1;');
  });

  it('when very much differs, then the beginning is shown and the rest is counted', async () => {
    const numbers = (from: number): string => Array.from({ length: 300 }, (_, index) => `${from + index}`).join('\n');
    const shown = (await diff(numbers(0), numbers(1000)))?.split('\n') ?? [];
    expect(shown.length).toBeLessThan(50);
    expect(shown.at(-1)).toMatch(/^… and \d+ more lines$/);
  });

  it('when a text is binary, huge or wholly another, then its size is told in place of the difference', async () => {
    const lines = (word: string): string => `${word}\n`.repeat(3000);
    for (const [before, now] of [
      ['a\0b', 'a\0c'],
      ['a'.repeat(2_000_000), 'b'],
      [lines('a'), lines('b')],
    ] as const)
      expect((await diff(before, now))?.split('\n')).toEqual([
        '--- inputs/0123-parks.txt',
        '+++ topics/parks.txt',
        expect.stringMatching(/^not shown: [\d,]+ characters before, [\d,]+ now$/),
      ]);
  });
});
