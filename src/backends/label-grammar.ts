import { boundedNumbers } from './bounded-numbers.js';
import type { LabelMetric, LabelSpecification, OpenForm } from './label.js';

/**
 * The GBNF grammar of a label: a single spelling, with a choice of values for each metric. GBNF literals are written
 * like JSON strings, so a string value is quoted twice: once as JSON, once as a literal.
 */
export function labelGrammar(label: LabelSpecification): string {
  const entries = label.map(({ name }, place) => `${literal(`${JSON.stringify(name)}: `)} m${place}`);
  const root = `root ::= "{" ${entries.join(` ${literal(', ')} `)} "}"`;
  const rules = label.map((metric, place) => `m${place} ::= ${choiceOf(metric)}`);
  return [root, ...rules, ...(label.some(({ open }) => open && open.kind !== 'number') ? [character] : [])].join('\n');
}

/** Of a text on one line, as JSON writes it. */
const character = String.raw`char ::= [^"\\\x00-\x1F\x7F] | "\\" ["\\]`;

function choiceOf({ values, open }: LabelMetric): string {
  const listed = values.map((value) => literal(JSON.stringify(value)));
  return [...(open ? [formOf(open)] : []), ...listed].join(' | ');
}

const fractions = { any: '("." [0-9]{1,6})?', zeros: '("." "0"{1,6})?', needed: '"." [0-9]{1,6}' } as const;

/** Passages, single bounds and wide ones are checked when the label is read: a grammar cannot hold them. */
function formOf(open: OpenForm): string {
  if (open.kind !== 'number') return `"\\"" char{${open.kind === 'text' ? 1 : 0},${open.maxLength}} "\\""`;
  const bounded = boundedNumbers(open)?.map(
    ({ wholes, fraction }) => `(${wholes.map(literal).join(' | ')}) ${fractions[fraction]}`,
  );
  if (bounded) return bounded.join(' | ');
  const sign = (open.minimum ?? -1) < 0 ? '"-"? ' : '';
  return `${sign}("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,6})?`;
}

function literal(text: string): string {
  return JSON.stringify(text);
}
