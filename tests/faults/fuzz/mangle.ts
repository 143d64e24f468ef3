import fc from 'fast-check';

/** A text for a parser to stumble over, made of a good one. */
export type Mangling = (text: string) => string;

const mebibyte = 1024 * 1024;

const pieces = fc.oneof(
  fc.constantFrom('{', '[', '"', ':', '- ', '&a ', '*a', '<<: ', '!!js ', '---\n', '\t', ',', '\r', '\n\n'),
  fc.constantFrom('\0', '\ud800', '\u202e', '\ufeff', '\\u0000', '__proto__', 'constructor'),
  fc.constantFrom('NaN', '1e999', '-0', 'null', '[]', '{}', '99999999999999999999', '=1+1', "'"),
  fc.string({ maxLength: 8 }),
);

const step = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 30 }),
  piece: pieces,
});

/** A few cuts and insertions, or any text at all. */
export function mangling(): fc.Arbitrary<Mangling> {
  const edited = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => (text: string) => {
    const edit = (left: string, { at, cut, piece }: (typeof steps)[number]): string => {
      const place = Math.floor(at * left.length);
      return left.slice(0, place) + piece + left.slice(place + cut);
    };
    return steps.reduce(edit, text);
  });
  const anything = fc.oneof(fc.string({ maxLength: 200 }), fc.json()).map((text) => () => text);
  return fc.oneof({ weight: 5, arbitrary: edited }, { weight: 1, arbitrary: anything });
}

const openings = ['[', '{"a":', '{a: ', '- ', '"', '&a [*a,', '! ', '? ', "'", '\n ', '[{"topic":', '#'] as const;
const lines = [
  '- {a: 1}\n',
  'key%: value\n',
  '"a","b",%\n',
  '{"topic": "%"}\n',
  '&a% x\n',
  '  - *a\n',
  '%,%,%,%\n',
] as const;

/** The good text, and after some of it, up to a mebibyte of one thing: one more level, line or word each time. */
export function swelling(): fc.Arbitrary<Mangling> {
  const size = fc.integer({ min: 10, max: 20 }).map((power) => 2 ** power - 1);
  const level = fc
    .constantFrom(...openings)
    .map((opening) => (bytes: number) => opening.repeat(bytes / opening.length));
  const line = fc.constantFrom(...lines).map((text) => (bytes: number) => numbered(text, bytes));
  const word = fc.constantFrom('x', '"', '\\', '\u00e9', ' ').map((text) => (bytes: number) => text.repeat(bytes));
  const again = fc.constant((bytes: number, text: string) => text.repeat(Math.ceil(bytes / Math.max(1, text.length))));
  const grown = fc.oneof(level, line, word, again);
  const at = fc.constantFrom(0, 0.5, 1);
  return fc.tuple(size, grown, at).map(([bytes, grow, place]) => (text: string) => {
    const kept = Math.floor(place * text.length);
    return fitting(text.slice(0, kept) + grow(bytes, text) + text.slice(kept));
  });
}

function numbered(line: string, bytes: number): string {
  return Array.from({ length: Math.ceil(bytes / line.length) }, (_, number) =>
    line.replaceAll('%', String(number)),
  ).join('');
}

function fitting(text: string): string {
  return Buffer.from(text).subarray(0, mebibyte).toString();
}
