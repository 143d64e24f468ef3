import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

const discussions = `model_parameters: { general: { library_type: scripted } }
discussions:
  files: { topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt }
  roles: [{ name: troll, count: 1, instructions_path: troll.txt }, { name: sage, count: 0, instructions_path: s.txt }]
  experiment_variables: { num_users: 2 }
  turn_taking: { num_turns: 10 }
  probes:
`;
const scale = 'answer: { type: integer, minimum: 1, maximum: 5 }';

async function load(probes: string): ReturnType<typeof loadText> {
  return loadText(`${discussions}${probes}\n`);
}

describe('probes of the discussions', () => {
  it('when one is described in full and one in short, then the second is asked before and after, of all, with both controls', async () => {
    const { config, problems } = await load(
      `    support: { question: "Do you support it?", ${scale}, ask: [{ every: 5 }, after], who: [troll], controls: [retest] }
    oppose: { question: "Do you oppose it?", ${scale}, negates: support }`,
    );
    expect(problems).toEqual([]);
    const answer = { type: 'integer', minimum: 1, maximum: 5, cannotJudge: true };
    expect(config?.discussions?.probes).toEqual([
      {
        name: 'support',
        question: 'Do you support it?',
        answer: { name: 'support', ...answer },
        times: { before: false, every: [5], after: true },
        who: ['troll'],
        controls: ['retest'],
      },
      {
        name: 'oppose',
        question: 'Do you oppose it?',
        answer: { name: 'oppose', ...answer },
        times: { before: true, every: [], after: true },
        controls: ['retest', 'no_exposure'],
        negates: 'support',
      },
    ]);
  });

  it('when there are none, then the config has no such key', async () => {
    expect((await load('    {}')).config?.discussions).not.toHaveProperty('probes');
  });

  const probe = (name: string, more = ''): string => `    ${name}: { question: "Why?", ${scale}${more} }`;
  it.each([
    ['a name stands twice', `${probe('a')}\n${probe('a')}`, 'CONFIG_DUPLICATE_KEY 9:5'],
    ['a name is no column', probe('Support it'), 'CONFIG_MALFORMED 8:5'],
    ['there is no question', `    a: { ${scale} }`, 'CONFIG_MISSING_KEY 8:5'],
    ['a question is blank', `    a: { question: "  ", ${scale} }`, 'CONFIG_CONTRADICTION 8:10'],
    ['there is no answer', '    a: { question: "Why?" }', 'CONFIG_MISSING_KEY 8:5'],
    ['a role is unknown', probe('a', ', who: [participant, trol]'), 'CONFIG_CONTRADICTION 8:98'],
    ['a role has no seat', probe('a', ', who: [sage]'), 'CONFIG_CONTRADICTION 8:85'],
    ['the moderator is asked', probe('a', ', who: [moderator]'), 'CONFIG_CONTRADICTION 8:85'],
    ['it is asked after 40 turns of 10', probe('a', ', ask: [{ every: 40 }]'), 'CONFIG_CONTRADICTION 8:87'],
    ['it is asked at no time', probe('a', ', ask: []'), 'CONFIG_MALFORMED 8:84'],
    ['it negates itself', probe('a', ', negates: a'), 'CONFIG_CONTRADICTION 8:79'],
    ['it negates nothing', probe('a', ', negates: b'), 'CONFIG_CONTRADICTION 8:79'],
    [
      'there is one level',
      '    a: { question: "Why?", answer: { type: integer, minimum: 5, maximum: 5 } }',
      'CONFIG_CONTRADICTION 8:65',
    ],
    [
      'there is no label',
      '    a: { question: "Why?", answer: { type: category, values: [] } }',
      'CONFIG_CONTRADICTION 8:54',
    ],
    [
      'it negates one with other answers',
      `${probe('a')}\n    b: { question: "Why?", answer: { type: category, values: [x, y] }, negates: a }`,
      'CONFIG_CONTRADICTION 9:72',
    ],
  ])('when %s, then it is refused where it stands, and nothing else is', async (_, text, found) => {
    const { problems } = await load(text);
    expect(problems.map(inShort)).toEqual([found]);
  });

  it('when it is asked after every 0 turns, then the number is refused, and nothing is said of turns that nobody wrote', async () => {
    const { problems } = await load(probe('a', ', ask: [{ every: 0 }]'));
    expect(problems.map(inShort)).toEqual(['CONFIG_MALFORMED 8:85', 'CONFIG_OUT_OF_RANGE 8:94']);
  });
});
