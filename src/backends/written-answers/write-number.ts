import type { OpenForm } from '../label.js';
import { end, type Writing } from './writing.js';

type Bounds = Extract<OpenForm, { kind: 'number' }>;

const mostWhole = 15;
const mostFraction = 6;

/** A number that is within its bounds, or can still get there. */
export function writeNumber(bounds: Bounds, written = ''): Writing {
  return {
    next: (byte) => {
      const character = String.fromCharCode(byte);
      if (character === '}') return isNumber(bounds, written) ? end.next(byte) : undefined;
      const longer = written + character;
      return canBecomeNumber(bounds, longer) ? writeNumber(bounds, longer) : undefined;
    },
  };
}

/** The grammars know no `-0`, but `-0.0`. */
function isNumber({ minimum = -Infinity, maximum = Infinity }: Bounds, written: string): boolean {
  return /\d$/.test(written) && written !== '-0' && Number(written) >= minimum && Number(written) <= maximum;
}

function canBecomeNumber({ minimum = -Infinity, maximum = Infinity }: Bounds, written: string): boolean {
  const [isWellFormed, sign, whole = '', point, fraction = ''] =
    /^(-?)(?:(0|[1-9]\d{0,14})(?:(\.)(\d{0,6}))?)?$/.exec(written) ?? [];
  if (isWellFormed === undefined) return false;
  const [least, most] = sign === '-' ? [-maximum, -minimum] : [minimum, maximum];
  if (sign === '-' && most <= 0) return false;
  return whole === '' || canReach({ least, most }, { whole, fraction, hasPoint: point !== undefined });
}

/** Whether the number can come to lie between the bounds, as it is or with more digits. */
function canReach(
  { least, most }: { least: number; most: number },
  { whole, fraction, hasPoint }: { whole: string; fraction: string; hasPoint: boolean },
): boolean {
  const digits = hasPoint || whole === '0' ? 0 : mostWhole - whole.length;
  return Array.from({ length: digits + 1 }, (_, more) => more).some(
    (more) =>
      Number(`${whole}${'0'.repeat(more)}.${fraction}`) <= most &&
      Number(`${whole}${'9'.repeat(more)}.${fraction.padEnd(mostFraction, '9')}`) >= least,
  );
}
