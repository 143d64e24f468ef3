import { labelGrammar } from '../label-grammar.js';
import type { LabelMetric, LabelSpecification } from '../label.js';

/**
 * Constrains replies to a label: a strict JSON Schema as `response_format`; for llama-server the grammar itself, since
 * its schemas allow any white space between values, and a weak model fills the whole reply with it.
 */
export function labelFormat(label: LabelSpecification, server: string): object {
  return server === 'llamacpp' ? { grammar: labelGrammar(label) } : { response_format: strictSchema(label) };
}

function strictSchema(label: LabelSpecification): object {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(label.map((metric) => [metric.name, schemaOf(metric)])),
    required: label.map(({ name }) => name),
    additionalProperties: false,
  };
  return { type: 'json_schema', json_schema: { name: 'label', strict: true, schema } };
}

function schemaOf({ values }: LabelMetric): object {
  const types = new Set(
    values.map((value) => (value === null ? 'null' : typeof value === 'number' ? 'integer' : 'string')),
  );
  const [first, ...others] = types;
  return { type: others.length === 0 ? first : [...types], enum: values };
}
