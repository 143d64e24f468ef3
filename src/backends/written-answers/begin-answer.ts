import type { LabelMetric, OpenForm } from '../label.js';
import { anyOf, end, spell, type Writing } from './writing.js';
import { writeNumber } from './write-number.js';
import { writeSpan } from './write-span.js';
import { writeText } from './write-text.js';

/**
 * What may be written after `{"metric":`, for engines without a grammar: a valid answer to this metric alone, in the
 * spelling that grammars allow, and the end of the object.
 */
export function beginAnswer({ values, open }: LabelMetric): Writing {
  const listed = values.map((value) => spell(JSON.stringify(value), end));
  return spell(' ', anyOf([...(open ? [writeOpen(open)] : []), ...listed]));
}

function writeOpen(open: OpenForm): Writing {
  if (open.kind === 'number') return writeNumber(open);
  return spell('"', open.kind === 'text' ? writeText(open) : writeSpan(open));
}
