import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseForeignJson } from '../src/parse-foreign-json.js';

const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON that somebody else wrote', () => {
  test('when a text is JSON of usual depth, then it is parsed as by JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(parseForeignJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('when a text nests as deep as a config may, then it is parsed; one level more is refused', () => {
    expect(parseForeignJson(lists(65))).toBeInstanceOf(Array);
    expect(() => parseForeignJson(lists(66))).toThrow('nested more than 64 levels deep');
    expect(() => parseForeignJson('{"a":'.repeat(66))).toThrow('nested more than 64 levels deep');
  });

  test('when brackets are in texts, after escaped quotes too, then they do not count', () => {
    for (const text of [lists(900), `\\"${lists(900)}\\\\`, `\\\\\\"${lists(900)}`])
      expect(parseForeignJson(`["${text}", "${text}"]`)).toHaveLength(2);
  });

  test('when lists stand side by side, then only their depth counts', () => {
    expect(parseForeignJson(`[${Array(900).fill('[{}]').join(',')}]`)).toHaveLength(900);
  });

  test('when ten million brackets come, then no memory is taken for them', () => {
    const deep = '['.repeat(10_000_000);
    const before = process.resourceUsage().maxRSS;
    expect(() => parseForeignJson(deep)).toThrow(SyntaxError);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(64 * 1024); // KB
  });

  test('when a text is cut or its string never ends, then it is a syntax error', () => {
    for (const text of ['', '[', '{"who": "anna', '"\\', '"\\\\\\', 'null,'])
      expect(() => parseForeignJson(text)).toThrow();
  });
});
