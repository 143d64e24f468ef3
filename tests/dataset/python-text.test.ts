import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { pythonText } from '../../src/dataset/python-text.js';

const awkward = [
  "it's",
  'says "no"',
  `both ' and "`,
  'a, b',
  'back\\slash',
  'line\nbreak\t',
  '\u00a0\u200b',
  '🙂 café',
  '',
];

describe('pythonText', () => {
  test('when a value is a list, then it is printed as Python prints it', () => {
    expect(pythonText(['creative', 'imaginative'])).toBe("['creative', 'imaginative']");

    expect(pythonText(awkward)).toBe(
      String.raw`["it's", 'says "no"', 'both \' and "', 'a, b', 'back\\slash', 'line\nbreak\t', '\xa0\u200b', '🙂 café', '']`,
    );
  });

  test('when Python is there, then it reads the list back and prints the same', () => {
    const program = 'import ast, sys; v = ast.literal_eval(sys.argv[1]); sys.stdout.write(repr(v))';
    const printed = pythonText(awkward) ?? '';
    const echoed = tryPython(['-c', program, printed]);
    expect(echoed ?? printed).toBe(printed);
  });

  test('when a value is not a list, then it is the bare value', () => {
    expect([pythonText(true), pythonText(58), pythonText('45-54'), pythonText(null), pythonText(undefined)]).toEqual([
      'True',
      '58',
      '45-54',
      null,
      null,
    ]);
  });
});

function tryPython(args: string[]): string | undefined {
  try {
    return execFileSync('python3', args, { encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf8' } });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
