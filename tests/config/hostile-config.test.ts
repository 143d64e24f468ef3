import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadText } from '../town-hall/load-text.js';
import { processorMs } from '../town-hall/processor-time.js';

const root = join(import.meta.dirname, '../..');
const original = readFileSync(join(root, 'configs/original/server_config.yml'), 'utf8');
const longestMs = 5000;
const bytes = 1024 * 1024;

describe('a config that nobody would write', () => {
  it('when a real config is mangled anywhere, then loading it ends soon and never throws', async () => {
    const mangled = fc.array(mangling(), { minLength: 1, maxLength: 5 }).map((steps) => steps.reduce(mangle, original));
    await fc.assert(fc.asyncProperty(mangled, loadsSoon), { numRuns: 250 });
  }, 120_000);

  it('when a config is any bytes, then loading it ends soon and never throws', async () => {
    const anyBytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    await fc.assert(fc.asyncProperty(fc.oneof(anyBytes, fc.string({ unit: 'binary' })), loadsSoon), { numRuns: 250 });
  }, 120_000);

  it.each([
    ['brackets', '['],
    ['closing brackets', '}'],
    ['opened mappings', '{a: '],
    ['dashes', '- '],
    ['question marks', '? '],
    ['anchors', '&a '],
    ['quotes', '"'],
    ['directives', '%a\n'],
    ['documents', '---\n'],
    ['line breaks', '\n'],
    ['tabs', '\t'],
    ['comments', '# town hall\n'],
    ['keys of one letter', 'a: b: c\n'],
    ['aliases', '- &a x\n- *a\n'],
    ['one word', 'x'],
    ['folded lines', ' x\n'],
  ])('when a config is a megabyte of %s, then it is refused or read soon', async (_, piece) => {
    await loadsSoon(piece.repeat(bytes / piece.length));
  });

  it('when a key of the command line is a megabyte, then it is refused soon', async () => {
    const taken = await processorMs(async () => {
      const { problems } = await loadText('seed: 3\n', [`${'a.'.repeat(bytes / 2)}b=1`]);
      expect(problems).toHaveLength(1);
    });
    expect(taken).toBeLessThan(longestMs);
  });
});

async function loadsSoon(text: string | Buffer): Promise<void> {
  const taken = await processorMs(async () => {
    const { config, problems } = await loadText(text);
    expect(config !== undefined || problems.length > 0).toBe(true);
  });
  expect(taken).toBeLessThan(longestMs);
}

interface Mangling {
  at: number;
  remove: number;
  insert: string;
}

function mangling(): fc.Arbitrary<Mangling> {
  const signs = fc.constantFrom(
    ':',
    '- ',
    '\n',
    '  ',
    '\t',
    '{',
    '[',
    '&a ',
    '*a',
    '!!x ',
    '"',
    "'",
    '#',
    '|',
    '.inf',
    '%',
    '---\n',
  );
  return fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat({ max: 40 }),
    insert: fc.oneof(signs, fc.string({ maxLength: 10 })),
  });
}

function mangle(text: string, { at, remove, insert }: Mangling): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + insert + text.slice(start + remove);
}
