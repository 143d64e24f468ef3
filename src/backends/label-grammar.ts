import type { LabelMetric, LabelSpecification } from './label.js';

/**
 * The GBNF grammar of a label: its one spelling, with a choice for each metric. A literal of GBNF is written like a
 * string of JSON, so a value that is a string is quoted twice: once as JSON, once as a literal.
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
