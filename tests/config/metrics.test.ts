import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

const annotation = `model_parameters: { general: { library_type: scripted } }
annotation:
  files: { annotator_persona_path: raters.json, instruction_path: rate.txt }
`;

async function load(metrics: string, set: readonly string[] = []): ReturnType<typeof loadText> {
  return loadText(`${annotation}  metrics:\n${metrics}`, set);
}

describe('metrics of the annotation', () => {
  it('when an integer and a category are described, then they come in the order of the file', async () => {
    const { config, problems } = await load(
      '    toxicity: { type: integer, minimum: 1, maximum: 5 }\n    tone: { type: category, values: [calm, heated], cannot_judge: false }\n',
    );
    expect(problems).toEqual([]);
    expect(config?.annotation?.metrics).toEqual([
      { name: 'toxicity', type: 'integer', minimum: 1, maximum: 5, cannotJudge: true },
      { name: 'tone', type: 'category', values: ['calm', 'heated'], cannotJudge: false },
    ]);
  });

  it('when all types are described, then each has what its type has, and levels imply the bounds', async () => {
    const { config, problems } =
      await load(`    toxicity: { type: integer, question: How toxic is it?, levels: { 1: not toxic, 5: very toxic } }
    tone: { type: ordered, values: [calm, heated] }
    insult: { type: boolean, cannot_judge: false }
    price: { type: number, minimum: 0.5 }
    reason: { type: text, max_length: 100 }
    worst: { type: span }
`);
    expect(problems).toEqual([]);
    expect(config?.annotation?.metrics).toEqual([
      {
        ...{ name: 'toxicity', type: 'integer', minimum: 1, maximum: 5, cannotJudge: true },
        ...{ levels: { 1: 'not toxic', 5: 'very toxic' }, question: 'How toxic is it?' },
      },
      { name: 'tone', type: 'ordered', values: ['calm', 'heated'], cannotJudge: true },
      { name: 'insult', type: 'boolean', cannotJudge: false },
      { name: 'price', type: 'number', minimum: 0.5, cannotJudge: true },
      { name: 'reason', type: 'text', maxLength: 100, cannotJudge: true },
      { name: 'worst', type: 'span', maxLength: 200, cannotJudge: true },
    ]);
  });

  it('when values begin with each other or hold quotes, then they are told apart, so they are allowed', async () => {
    const text = `    tone: { type: category, values: [calm, calm down, 'say "no"', "it's"] }\n`;
    expect((await load(text)).problems).toEqual([]);
  });

  it('when there are none, then the config has no such key', async () => {
    expect((await loadText(annotation)).config?.annotation).not.toHaveProperty('metrics');
    expect((await load('    {}\n')).config?.annotation).not.toHaveProperty('metrics');
  });

  it.each([
    ['a name is no column', '    Tone of voice: { type: category, values: [calm, heated] }', 'CONFIG_MALFORMED 5:5'],
    ['the type is missing', '    tone: { values: [calm, heated] }', 'CONFIG_MISSING_KEY 5:5'],
    ['the type is unknown', '    tone: { type: prose }', 'CONFIG_UNKNOWN_VALUE 5:19'],
    ['a key is unknown', '    tone: { type: category, values: [a, b], scale: 3 }', 'CONFIG_UNKNOWN_KEY 5:45'],
    ['an integer has no end', '    tone: { type: integer, minimum: 1 }', 'CONFIG_MISSING_KEY 5:5'],
    [
      'an integer has values',
      '    t: { type: integer, minimum: 1, maximum: 5, values: [a, b] }',
      'CONFIG_CONTRADICTION 5:49',
    ],
    ['an integer has one level', '    t: { type: integer, minimum: 5, maximum: 5 }', 'CONFIG_CONTRADICTION 5:37'],
    ['an integer has 201 levels', '    t: { type: integer, minimum: 0, maximum: 200 }', 'CONFIG_CONTRADICTION 5:37'],
    ['a level is no whole number', '    t: { type: integer, minimum: 0.5, maximum: 3 }', 'CONFIG_WRONG_TYPE 5:34'],
    ['a category has no values', '    tone: { type: category }', 'CONFIG_MISSING_KEY 5:5'],
    ['a category has one value', '    tone: { type: category, values: [calm] }', 'CONFIG_CONTRADICTION 5:29'],
    ['a category has levels', '    t: { type: category, values: [a, b], minimum: 1 }', 'CONFIG_CONTRADICTION 5:42'],
    ['a value stands twice', '    tone: { type: category, values: [a, b, a] }', 'CONFIG_CONTRADICTION 5:44'],
    [
      'a value stands twice in two ways of writing é',
      '    tone: { type: category, values: [caf\u00e9, cafe\u0301] }',
      'CONFIG_CONTRADICTION 5:44',
    ],
    [
      'a metric is called like the probabilities of another',
      '    p_a: { type: category, values: [x, y] }\n    a: { type: category, values: [x, y] }',
      'CONFIG_CONTRADICTION 5:5',
    ],
    ['bounds are reversed', '    t: { type: integer, minimum: 5, maximum: 1 }', 'CONFIG_CONTRADICTION 5:37'],
    ['bounds of a number are reversed', '    t: { type: number, minimum: 5, maximum: 1 }', 'CONFIG_CONTRADICTION 5:36'],
    ['a metric stands twice', '    t: { type: boolean }\n    t: { type: text }', 'CONFIG_DUPLICATE_KEY 6:5'],
    ['a boolean has values', '    t: { type: boolean, values: [a, b] }', 'CONFIG_CONTRADICTION 5:25'],
    ['a text has levels', '    t: { type: text, levels: { 1: a } }', 'CONFIG_CONTRADICTION 5:22'],
    [
      'a level is outside',
      '    t: { type: integer, minimum: 1, maximum: 3, levels: { 5: bad } }',
      'CONFIG_CONTRADICTION 5:59',
    ],
    [
      'a level is no number',
      '    t: { type: integer, minimum: 1, maximum: 3, levels: { low: bad } }',
      'CONFIG_WRONG_TYPE 5:64',
    ],
    ['two levels have one name', '    t: { type: integer, levels: { 1: bad, 2: bad } }', 'CONFIG_CONTRADICTION 5:43'],
    [
      'the name of a level has a line break',
      '    t: { type: integer, levels: { 1: "a\\nb", 2: b } }',
      'CONFIG_MALFORMED 5:38',
    ],
    ['a question has a line break', '    t: { type: boolean, question: "a\\nb" }', 'CONFIG_MALFORMED 5:35'],
    ['a length is zero', '    t: { type: text, max_length: 0 }', 'CONFIG_OUT_OF_RANGE 5:34'],
    ['a value is no text', '    tone: { type: category, values: [a, yes, 3] }', 'CONFIG_WRONG_TYPE 5:46'],
    ['a value has a line break', '    tone: { type: category, values: [a, "b\\nc"] }', 'CONFIG_MALFORMED 5:41'],
  ])('when %s, then it is refused where it stands, and nothing else is', async (_, text, found) => {
    expect((await load(`${text}\n`)).problems.map(inShort)).toEqual([found]);
  });

  it('when there are more than twenty, then they are too many', async () => {
    const many = Array.from({ length: 21 }, (_, n) => `    m${n}: { type: integer, minimum: 0, maximum: 1 }\n`);
    expect((await load(many.join(''))).problems.map(inShort)).toEqual(['CONFIG_CONTRADICTION 4:3']);
  });

  it('when a mean is asked of an engine that reports no probabilities, then that is refused', async () => {
    const { problems } = await load('    toxicity: { type: integer, minimum: 1, maximum: 5 }\n', [
      'model_parameters.general.library_type=./engine.mjs',
      'annotation.label=expected',
    ]);
    expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_CONTRADICTION', path: 'annotation.label' }]);
  });
});
