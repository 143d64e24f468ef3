import { boundedNumbers } from '../bounded-numbers.js';
import { labelGrammar } from '../label-grammar.js';
import type { LabelMetric, LabelSpecification, LabelValue, OpenForm } from '../label.js';

/** The ways in which servers hold replies to a label, by the key of the request; `null` for servers that cannot. */
const formats = {
  /** vLLM. Its JSON schemas allow any white space, and weak models fill the whole reply with it. */
  structured_outputs: (label) => ({ structured_outputs: { regex: labelRegex(label) } }),
  /** vLLM before 0.11. */
  guided_regex: (label) => ({ guided_regex: labelRegex(label) }),
  /** SGLang. */
  regex: (label) => ({ regex: labelRegex(label) }),
  /** llama-server. */
  grammar: (label) => ({ grammar: labelGrammar(label) }),
  response_format: (label) => ({ response_format: strictSchema(label) }),
} as const satisfies Record<string, (label: LabelSpecification) => object>;

export type LabelFormat = keyof typeof formats;

const formatsOfKind: Readonly<Record<string, readonly LabelFormat[]>> = {
  vllm: ['structured_outputs', 'guided_regex', 'response_format'],
  sglang: ['regex', 'response_format'],
  llamacpp: ['grammar', 'response_format'],
};
const allFormats: readonly LabelFormat[] = [
  'response_format',
  'structured_outputs',
  'guided_regex',
  'regex',
  'grammar',
];

/** What to try with a kind of server, best first. */
export function formatsToTry(kind: string): readonly LabelFormat[] {
  return formatsOfKind[kind] ?? allFormats;
}

export function labelFormat(format: LabelFormat, label: LabelSpecification): object {
  return formats[format](label);
}

/** Whether the config's own `extra_body` already says how replies are held to a form. */
export function namesFormat(extraBody: object): boolean {
  return [...Object.keys(formats), 'guided_json', 'guided_grammar', 'guided_choice'].some((key) => key in extraBody);
}

/** The one spelling that grammars allow too. */
function labelRegex(label: LabelSpecification): string {
  const entries = label.map(({ name, values, open }) => {
    const listed = values.map((value) => escaped(JSON.stringify(value)));
    const choice = [...(open ? [openRegex(open)] : []), ...listed].join('|');
    return `${escaped(JSON.stringify(name))}: (${choice})`;
  });
  return `\\{${entries.join(', ')}\\}`;
}

const fractions = {
  any: String.raw`(\.[0-9]{1,6})?`,
  zeros: String.raw`(\.0{1,6})?`,
  needed: String.raw`\.[0-9]{1,6}`,
};

function openRegex(open: OpenForm): string {
  if (open.kind !== 'number') {
    const length = `{${open.kind === 'text' ? 1 : 0},${open.maxLength}}`;
    return String.raw`"([^"\\\x00-\x1f\x7f]|\\["\\])` + `${length}"`;
  }
  const bounded = boundedNumbers(open)?.map(({ wholes, fraction }) => `(${wholes.join('|')})${fractions[fraction]}`);
  if (bounded) return bounded.join('|');
  return String.raw`${(open.minimum ?? -1) < 0 ? '-?' : ''}(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
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

/** Open answers are checked when the label is read: strict schemas of many servers know no lengths and bounds. */
function schemaOf({ values, open }: LabelMetric): object {
  const types = new Set([...(open ? [open.kind === 'number' ? 'number' : 'string'] : []), ...values.map(typeOf)]);
  const [first, ...others] = types;
  return { type: others.length === 0 ? first : [...types], ...(!open && { enum: values }) };
}

function typeOf(value: LabelValue): string {
  if (value === null) return 'null';
  return typeof value === 'number' ? 'integer' : typeof value;
}
