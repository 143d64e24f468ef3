import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

const annotation = `model_parameters: { general: { library_type: scripted } }
annotation:
  files: { annotator_persona_path: raters.json, instruction_path: rate.txt }
  metrics:
    heat: { type: integer, question: How heated is it?, levels: { 1: calm, 5: heated } }
    fuss: { type: integer, minimum: 1, maximum: 3 }
    tone: { type: ordered, values: [calm, heated] }
`;

async function load(forms: string, set: readonly string[] = []): ReturnType<typeof loadText> {
  return loadText(`${annotation}  forms:\n    ${forms}\n`, set);
}

describe('forms of the annotation', () => {
  it('when they are described, then they come in the order of the file', async () => {
    const { config, problems } = await load(
      'wording: { questions: { heat: How angry is it? } }\n    order: { comments: shuffled }',
    );
    expect(problems).toEqual([]);
    expect(config?.annotation?.forms).toEqual([
      { name: 'wording', questions: { heat: 'How angry is it?' } },
      { name: 'order', comments: 'shuffled' },
    ]);
  });

  it.each([
    ['is called plain', 'plain: { comments: shuffled }', 'CONFIG_MALFORMED 9:5'],
    ['has a name that no file can have', 'a/b: { comments: shuffled }', 'CONFIG_MALFORMED 9:5'],
    ['changes nothing', 'same: {}', 'CONFIG_MALFORMED 9:11'],
    ['reverses a scale whose ends have no names', 'back: { scale: reversed }', 'CONFIG_CONTRADICTION 9:13'],
    ['rewords an unknown metric', 'new: { questions: { hate: How? } }', 'CONFIG_CONTRADICTION 9:25'],
    ['rewords a metric without a question', 'new: { questions: { fuss: How? } }', 'CONFIG_CONTRADICTION 9:25'],
    ['asks the plain question', 'new: { questions: { heat: "How heated is it?" } }', 'CONFIG_CONTRADICTION 9:25'],
    ['stands twice', 'one: { comments: shuffled }\n    one: { comments: shuffled }', 'CONFIG_DUPLICATE_KEY 10:5'],
    ['has an unknown key', 'one: { comments: shuffled, coments: shuffled }', 'CONFIG_UNKNOWN_KEY 9:32'],
  ])('when a form %s, then it is refused where it stands', async (_, text, found) => {
    expect((await load(text)).problems.map(inShort)).toEqual([found]);
  });
});
