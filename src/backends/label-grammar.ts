import type { LabelMetric, LabelSpecification } from './label.js';

/**
 * The GBNF grammar of a label: a single spelling, with a choice of values for each metric. GBNF literals are written
 * like JSON strings, so a string value is quoted twice: once as JSON, once as a literal.
 */
export function labelGrammar(label: LabelSpecification): string {
  const entries = label.map(({ name }, place) => `${literal(`${JSON.stringify(name)}: `)} m${place}`);
  const root = `root ::= "{" ${entries.join(` ${literal(', ')} `)} "}"`;
  return [root, ...label.map((metric, place) => `m${place} ::= ${choiceOf(metric)}`)].join('\n');
}

function choiceOf({ values }: LabelMetric): string {
  return values.map((value) => literal(JSON.stringify(value))).join(' | ');
}

function literal(text: string): string {
  return JSON.stringify(text);
}
