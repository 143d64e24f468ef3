import { describe, expect, test } from 'vitest';
import { parsePrompts } from '../../src/documents/original/parse-prompt.js';
import { processorMs } from '../town-hall/processor-time.js';

const context = 'You are a human in an online forum.';

function prompt(traits: string, instructions = 'Write one short comment.\nUse no hashtags.'): string {
  return `${context} Your name is ElenaBaker. Your traits: ${traits} Your instructions: ${instructions}`;
}

function traitsOf(...prompts: unknown[]): Record<string, unknown>[] {
  return parsePrompts(prompts).map(({ traits }) => Object.fromEntries(traits));
}

describe('parsePrompts', () => {
  test('when values hold commas, quotes, colons and full stops, then every trait comes whole', () => {
    const traits =
      `username: ElenaBaker, age: 58, current_employment: Baker, self-employed, education_level: Bachelor's, ` +
      `special_instructions: Says "bread first, talk later". Asks: where from?, personality_characteristics: ['patient', "it's, well, dry"]`;
    expect(traitsOf(prompt(traits))).toEqual([
      {
        username: 'ElenaBaker',
        age: '58',
        current_employment: 'Baker, self-employed',
        education_level: "Bachelor's",
        special_instructions: 'Says "bread first, talk later". Asks: where from?',
        personality_characteristics: ['patient', "it's, well, dry"],
      },
    ]);
  });

  test('when a list is printed with escapes, then they are undone', () => {
    const traits = String.raw`personality_characteristics: ['line\nbreak', 'it\'s', 'caf\xe9 \u2615', 'back\\slash', 3, None]`;
    const [{ personality_characteristics: items }] = traitsOf(prompt(traits)) as [Record<string, unknown>];
    expect(items).toEqual(['line\nbreak', "it's", 'café ☕', String.raw`back\slash`, '3', 'None']);
  });

  test('when a list is empty or broken, then it is an empty list or plain text', () => {
    expect(traitsOf(prompt('personality_characteristics: []'))).toEqual([{ personality_characteristics: [] }]);
    expect(traitsOf(prompt("personality_characteristics: ['calm', dry"))).toEqual([
      { personality_characteristics: "['calm', dry" },
    ]);
  });

  test('when a known name stands inside a list, then it is no trait', () => {
    const traits = "personality_characteristics: ['slow, age: unknown'], sex: female";
    expect(traitsOf(prompt(traits))).toEqual([{ personality_characteristics: ['slow, age: unknown'], sex: 'female' }]);
  });

  test('when a trait or an instruction says "Your instructions:", then the traits still end where they end', () => {
    const traits = 'username: Walter, special_instructions: Your instructions: distrust anything new., sex: male';
    expect(traitsOf(prompt(traits, 'Your instructions: be brief.'))).toEqual([
      { username: 'Walter', special_instructions: 'Your instructions: distrust anything new.', sex: 'male' },
    ]);
  });

  test('when a value is empty, then the trait is there and empty', () => {
    expect(traitsOf(prompt('username: Aisha, special_instructions: , age: 24'))).toEqual([
      { username: 'Aisha', special_instructions: '', age: '24' },
    ]);
    expect(traitsOf(prompt('age: 24, special_instructions: '))).toEqual([{ age: '24', special_instructions: '' }]);
  });

  test('when all participants have a further trait, then it is one; when only one has, then it stays in the value before', () => {
    expect(
      traitsOf(
        prompt('username: Elena, home_district: Old Harbour, east side, sex: female, motto: bread'),
        prompt('username: Jonas, home_district: Hill, sex: male'),
      ),
    ).toEqual([
      { username: 'Elena', home_district: 'Old Harbour, east side', sex: 'female, motto: bread' },
      { username: 'Jonas', home_district: 'Hill', sex: 'male' },
    ]);
  });

  test('when no known name occurs at all, then every word that looks like a key is one', () => {
    expect(traitsOf(prompt('handle: elena, home_district: Old Harbour, east side'))).toEqual([
      { handle: 'elena', home_district: 'Old Harbour, east side' },
    ]);
  });

  test("when the traits are bare words, as a moderator's, then there is no trait, and the name is known", () => {
    const [moderator] = parsePrompts([
      `${context} Your name is moderator. Your traits: just, strict Your instructions: Calm.`,
    ]);
    expect(moderator).toMatchObject({ name: 'moderator', traits: new Map(), isParticipant: true });
  });

  test('when the prompt is JSON, as text or as an object, then the persona is taken as it is', () => {
    const persona = {
      username: 'Jonas',
      age: '25-34',
      personality_characteristics: ['blunt'],
      flat: { rooms: 2 },
      pets: null,
    };
    const json = { context, instructions: 'Write.', type: '1', persona };
    const traits = new Map<string, unknown>(Object.entries({ ...persona, flat: '{"rooms":2}' }));
    for (const form of [json, JSON.stringify(json)]) {
      const expected = { prompt: JSON.stringify(json), name: 'Jonas', traits, isParticipant: true };
      expect(parsePrompts([form])).toEqual([expected]);
    }
    expect(parsePrompts([{ ...json, type: '2' }])[0]?.isParticipant).toBe(false);
  });

  test('when there is no prompt or no prompt of a known form, then it is kept and tells nothing', () => {
    expect(parsePrompts([null, 'Say something.', '{broken'])).toEqual(
      ['', 'Say something.', '{broken'].map((text) => ({
        prompt: text,
        name: '',
        traits: new Map(),
        isParticipant: true,
      })),
    );
  });

  test('when a persona has a trait called __proto__, then it is a trait like any other', () => {
    const [parsed] = parsePrompts(['{"persona": {"__proto__": "mine"}}']);
    expect([...(parsed?.traits ?? [])]).toEqual([['__proto__', 'mine']]);
  });

  test('when a prompt is a mebibyte of almost-traits, then parsing stays fast', async () => {
    const taken = await processorMs(() => {
      for (const piece of [' Your instructions:', ", age: ['x, ", ', key: ', "', '", ' '.repeat(20), '[']) {
        parsePrompts([prompt(`personality_characteristics: [${piece.repeat(2 ** 20 / piece.length)}`)]);
      }
    });
    expect(taken).toBeLessThan(5000);
  });
});
