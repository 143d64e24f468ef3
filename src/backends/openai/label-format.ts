import type { LabelMetric, LabelSpecification } from '../label.js';

/** A label as the `response_format` of the OpenAI interface: a strict JSON Schema. */
export function labelFormat(label: LabelSpecification): object {
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
