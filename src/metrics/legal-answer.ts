import type { LabelMetric, LabelValue, OpenForm } from './label.js';

/** The label that an answer is, if it is a valid one. A passage is returned as its source has it. */
export function legalAnswer({ values, open }: LabelMetric, answer: unknown): LabelValue | undefined {
  const listed = values.find((value) => value === answer);
  return listed === undefined && open ? readOpen(open, answer) : listed;
}

function readOpen(open: OpenForm, answer: unknown): LabelValue | undefined {
  if (open.kind === 'number') return typeof answer === 'number' && isWithin(open, answer) ? answer : undefined;
  if (typeof answer !== 'string') return undefined;
  if (open.kind === 'span') return findPassage(open, answer);
  const text = answer.trim();
  return text !== '' && Array.from(text).length <= open.maxLength ? text : undefined;
}

function isWithin(
  { minimum = -Infinity, maximum = Infinity }: { minimum?: number; maximum?: number },
  answer: number,
): boolean {
  return Number.isFinite(answer) && answer >= minimum && answer <= maximum;
}

/** Any white space equals any other: a quotation is on one line, its source may not be. */
function findPassage({ source, maxLength }: { source: string; maxLength: number }, answer: string): string | undefined {
  const words = answer.normalize().split(/\s+/).filter(Boolean);
  if (words.length === 0) return '';
  const pattern = words.map(literal).join('\\s+');
  const found = new RegExp(pattern, 'u').exec(source.normalize())?.[0];
  return found !== undefined && Array.from(found).length <= maxLength ? found : undefined;
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
