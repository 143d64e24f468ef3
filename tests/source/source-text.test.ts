import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configCodes } from '../../src/source/file-codes.js';
import { parseJson } from '../../src/source/parse-json.js';
import { parseYaml } from '../../src/source/parse-yaml.js';
import { PositionedDocument } from '../../src/source/positioned-document.js';
import { SourceText } from '../../src/source/source-text.js';

/** Line and column by definition: lines end with a line feed, columns count UTF-16 units, both from 1. */
function placeByDefinition(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('a place in a text', () => {
  it('when the text is anything at all, then every offset has its line, its column and its line of text', () => {
    const piece = fc.constantFrom('a', '\n', '\r\n', '\r', '\t', '😀', 'é', ' ', '\u2028', 'key: 1');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const source = new SourceText('town-hall.yml', text);
        for (let offset = 0; offset <= text.length; offset += 1) {
          const { line, column } = placeByDefinition(text, offset);
          const shown = (text.split('\n')[line - 1] ?? '').replace(/\r$/, '');
          expect(source.whereAt(offset)).toEqual({ file: 'town-hall.yml', line, column, source: shown });
        }
      }),
    );
  });

  it.each([
    ['CRLF', 'a: 1\r\nb:\r\n  key: x\r\n', '3:8'],
    ['a tab', 'a: 1\nb:\n  key:\tx\n', '3:8'],
    ['signs outside the basic plane', 'a: 😀😀\nb: { z: 😀, key: x }\n', '2:18'],
  ])('when YAML has %s, then a value is found where it stands', (_, text, at) => {
    const { root } = parseYaml(new SourceText('town-hall.yml', text), configCodes);
    const { line, column } = root ? new PositionedDocument(root).whereValue(['b', 'key']) : {};
    expect(`${line ?? ''}:${column ?? ''}`).toBe(at);
  });

  it.each([
    ['CRLF', '{\r\n "b": {\r\n  "key": "x" } }', '3:10'],
    ['a tab', '{\n "b": {\n\t"key":\t"x" } }', '3:9'],
    ['signs outside the basic plane', '{ "a": "😀",\n "b": { "😀": 1, "key": "x" } }', '2:25'],
  ])('when JSON has %s, then a value is found where it stands', (_, text, at) => {
    const { root } = parseJson(new SourceText('town-hall.json', text), configCodes);
    const { line, column } = root ? new PositionedDocument(root).whereValue(['b', 'key']) : {};
    expect(`${line ?? ''}:${column ?? ''}`).toBe(at);
  });

  it('when a line is longer than a terminal shows, then it is left out', () => {
    const { source } = new SourceText('town-hall.yml', 'x'.repeat(241)).whereAt(3);
    expect(source).toBeUndefined();
  });
});
