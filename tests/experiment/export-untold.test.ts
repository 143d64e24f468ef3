import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { putDocument } from './put-document.js';
import { runExport } from './run-export.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-untold-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);

const buses = {
  logs: [
    { name: 'elena', text: 'Free buses!' },
    { name: 'jonas', text: 'Who pays?' },
  ],
};

function judgement(name: string, answer: string) {
  const shown = (text: string) => JSON.stringify({ role: 'user', content: `Conversation so far:\n${text}\nOutput:` });
  const [first, second] = ['User elena posted:\nFree buses!', 'User jonas posted:\nWho pays?'];
  const entry = (prompt: string) => ({ name, text: answer, model: 'judge', prompt });
  return { timestamp: '26-05-12-07-30-00', logs: [shown(first), shown(`${first}\n${second}`)].map(entry) };
}

describe('what files of the original do not say', () => {
  test('when two speakers have the same name, then only the traits that they share are filled', async () => {
    const prompt = (age: number, sex: string) =>
      JSON.stringify({ type: '1', persona: { age, sex, demographic_group: 'Greek' } });
    await put('discussions/q.json', {
      id: 'q',
      timestamp: '26-02-14-16-20-33',
      users: ['elena', 'elena', 'jonas'],
      user_prompts: [prompt(20, 'male'), prompt(70, 'female'), prompt(30, 'female')],
      moderator: null,
      moderator_prompt: null,
      ctx_length: 3,
      logs: [
        { name: 'elena', text: 'I am young.', model: 'm' },
        { name: 'jonas', text: 'I see.', model: 'm' },
      ],
    });
    const { table, warnings } = await runExport(dir);
    const traits = table.map((row) => [row['persona_age'], row['persona_sex'], row['persona_demographic_group']]);
    expect(traits).toEqual([
      ['', '', 'Greek'],
      ['30', 'female', 'Greek'],
    ]);
    expect(table[0]).toMatchObject({ persona_id: '', prompt: '' });
    expect(warnings).toContainEqual(expect.stringMatching(/^1 discussions have several speakers .*q\.json/));
  });

  test('when annotators have no name, then their folders tell them apart, equal answers included', async () => {
    await put('discussions/a.json', buses);
    for (const [folder, answer] of Object.entries({ first: '1', second: '1', third: '5' }))
      await put(`annotations/${folder}/a.json`, judgement('', answer));
    const { table, warnings } = await runExport(dir);
    const labels = table.map((row) => `${row['turn']} ${row['annotator_id']} ${row['annotation']}`);
    expect(labels).toEqual(['0 first 1', '0 second 1', '0 third 5', '1 first 1', '1 second 1', '1 third 5']);
    expect(warnings).toEqual([]);
  });

  test('when annotators have the same name and equal files, then one is a copy', async () => {
    await put('discussions/a.json', buses);
    await put('annotations/first/a.json', judgement('carla', '1'));
    await put('annotations/second/a.json', judgement('carla', '1'));
    const { table, warnings } = await runExport(dir);
    expect(table.map((row) => row['annotator_id'])).toEqual(['carla', 'carla']);
    expect(warnings).toEqual([expect.stringMatching(/^1 annotations are copies/)]);
  });

  test('when an annotation has a prompt and no name, then it is identified by the prompt', async () => {
    await put('discussions/a.json', buses);
    const entry = { name: '', text: '1', model: 'judge', prompt: 'Rate the comment.' };
    await put('annotations/first/a.json', { timestamp: '26-05-12-07-30-00', logs: [entry, entry] });
    const { table } = await runExport(dir);
    expect(table[0]?.['annotator_id']).toMatch(/^[0-9a-f]{8}$/);
  });

  test('when a file in a shared folder could be either kind, then the guess is told', async () => {
    await put('files/a.json', buses);
    for (const [name, prompt] of Object.entries({ b: null, c: undefined, d: 'Rate the comment.' }))
      await put(`files/${name}.json`, { logs: [{ name: '', text: 'Toxicity=1', model: 'judge', prompt }] });
    const files = join(dir, 'files');
    const { discussions, warnings } = await runExport(dir, { discussionsDir: files, annotationsDir: files });
    expect(discussions).toBe(4);
    expect(warnings).toContainEqual(expect.stringMatching(/^3 files do not say whether .*first is .*b\.json/));
  });
});
