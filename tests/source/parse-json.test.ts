import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configCodes } from '../../src/source/file-codes.js';
import { parseJson } from '../../src/source/parse-json.js';
import { plainValue } from '../../src/source/positioned-node.js';
import { SourceText } from '../../src/source/source-text.js';

function parse(text: string) {
  return parseJson(new SourceText('town.json', text), configCodes);
}

describe('our reading of JSON', () => {
  it('when any JSON is read, then its value is what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const { root, problems } = parse(text);
        expect(problems).toEqual([]);
        expect(root && plainValue(root)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['90071992547409931', '-12345678901234567890'])(
    'when a whole number %s would lose digits, then it is refused',
    (number) => {
      const { problems } = parse(`{ "id": ${number} }`);
      expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_SYNTAX', where: { line: 1, column: 9 } }]);
      expect(problems[0]?.what).toContain(number);
    },
  );

  it('when JSON is mangled, then it is refused exactly when JSON.parse refuses it', () => {
    const mangled = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.constantFrom('', ',', '"', '}', ']', ':', '0', '-', '\\', '\n'),
      )
      .map(([text, at, remove, insert]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + insert + text.slice(start + remove);
      });
    fc.assert(
      fc.property(mangled, (text) => {
        fc.pre(!/[eE][0-9+]*[0-9]{3}/.test(text));
        expect(parse(text).root !== undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
