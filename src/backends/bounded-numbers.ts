import type { OpenForm } from './label.js';

/** Numbers by what stands before their point, and what may follow: any digits, zeros only, or digits that must be there. */
export interface NumberSpellings {
  wholes: readonly string[];
  fraction: 'any' | 'zeros' | 'needed';
}

type Bounds = Omit<Extract<OpenForm, { kind: 'number' }>, 'kind'>;

const mostWholes = 200;

/**
 * The spellings of all numbers between two bounds, for grammars and regular expressions; where a bound has a fraction
 * itself, a few more. Undefined with a bound missing, or too many whole numbers between them.
 */
export function boundedNumbers({ minimum, maximum }: Bounds): NumberSpellings[] | undefined {
  if (minimum === undefined || maximum === undefined || maximum - minimum > mostWholes) return undefined;
  const positive = maximum < 0 ? [] : magnitudes(Math.max(0, minimum), maximum);
  const negative = minimum >= 0 ? [] : magnitudes(Math.max(0, -maximum), -minimum).map(negated);
  return (['any', 'zeros', 'needed'] as const).flatMap((fraction) => {
    const wholes = [...positive, ...negative].filter((one) => one.fraction === fraction).map(({ whole }) => whole);
    return wholes.length === 0 ? [] : [{ wholes, fraction }];
  });
}

interface Magnitude {
  whole: string;
  fraction: NumberSpellings['fraction'];
}

function magnitudes(least: number, most: number): Magnitude[] {
  const first = Math.floor(least);
  return Array.from({ length: Math.floor(most) - first + 1 }, (_, step) => ({
    whole: String(first + step),
    fraction: first + step === most ? 'zeros' : 'any',
  }));
}

/** Nobody writes −0. */
function negated({ whole, fraction }: Magnitude): Magnitude {
  return { whole: `-${whole}`, fraction: whole === '0' ? 'needed' : fraction };
}
