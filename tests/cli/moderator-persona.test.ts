import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

const irini = { username: 'Irini', age: 61, personality_characteristics: ['just', 'dry'], languages: ['Greek'] };

async function projectWith(persona: object, variables = ''): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit(
    'num_users: 3, moderator_attributes: [just, strict]',
    `num_users: 3${variables === '' ? '' : `, ${variables}`}`,
  );
  await project.edit('    topics_dir', '    mod_persona_path: irini.json\n    topics_dir');
  await writeIn(project.dir, { 'irini.json': JSON.stringify(persona) });
  return project;
}

async function run(project: Project): Promise<{ discussions: Discussion[]; stderr: string }> {
  const exit = await syndisco(['run', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  const folder = join(project.dir, 'run/discussions');
  const files = (await readdir(folder)).sort();
  const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Discussion;
  return { discussions: await Promise.all(files.map(read)), stderr: exit.stderr };
}

async function moderatorRows({ dir }: Project): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = parseCsv(await readFile(join(dir, 'run/dataset/comments.csv'), 'utf8'));
  const named = rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
  return named.filter((row) => row['role'] === 'moderator');
}

describe("the moderator's persona", () => {
  it('when it has a persona, then its prompt and its rows have name and traits, as those of a participant', async () => {
    await using project = await projectWith(irini);
    const { discussions } = await run(project);
    for (const { moderator, moderator_prompt: prompt, moderator_persona: persona, logs } of discussions) {
      expect(moderator).toBe('Irini');
      expect(persona).toEqual(irini);
      expect(prompt).toContain(
        'Your name is Irini. Your traits: username: Irini, age: 61, personality_characteristics: just, dry, languages: Greek Your instructions: ',
      );
      const own = logs.filter(({ role }) => role === 'moderator');
      expect(own).toHaveLength(5);
      expect(new Set(own.map(({ name }) => name))).toEqual(new Set(['Irini']));
    }
    const rows = await moderatorRows(project);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(row).toMatchObject({
        actor: 'Irini',
        is_moderator: 'true',
        persona_username: 'Irini',
        persona_age: '61',
        persona_languages: 'Greek',
      });
    expect(new Set(rows.map((row) => row['persona_id'])).size).toBe(1);
  });

  it('when it has no persona, then it has no traits in the data set', async () => {
    await using project = await townHallProject();
    const { discussions } = await run(project);
    for (const discussion of discussions) {
      expect(discussion.moderator).toBe('moderator');
      expect(discussion).not.toHaveProperty('moderator_persona');
    }
    for (const row of await moderatorRows(project)) expect(row['persona_age']).toBe('');
  });

  it.each([
    ['has no name', { age: 61 }],
    ['has an empty name', { username: '', age: 61 }],
  ])('when it %s, then it is called moderator', async (_, persona) => {
    await using project = await projectWith(persona);
    const { discussions } = await run(project);
    for (const { moderator, moderator_prompt: prompt } of discussions) {
      expect(moderator).toBe('moderator');
      expect(prompt).toMatch(/Your name is moderator\. Your traits: (username: moderator, )?age: 61 Your/);
    }
  });

  it('when a participant may have its name, then it is called moderator in every discussion, and run says so', async () => {
    await using project = await projectWith(irini);
    const personas = JSON.parse(await readFile(join(project.dir, 'personas.json'), 'utf8')) as object[];
    await writeIn(project.dir, { 'personas.json': JSON.stringify([...personas, { username: 'irini', age: 20 }]) });
    await project.edit('print_to_terminal: false', 'print_to_terminal: true');
    const { discussions, stderr } = await run(project);
    for (const { moderator } of discussions) expect(moderator).toBe('moderator');
    expect(stderr).toContain('"Irini"');
    const rows = await moderatorRows(project);
    expect(rows[0]).toMatchObject({ actor: 'moderator', persona_username: 'Irini' });
  });

  it('when participants have pseudonyms, then none of them gets its name', async () => {
    await using project = await projectWith(irini, 'usernames: pseudonyms');
    await project.edit('    topics_dir', '    usernames_path: names.txt\n    topics_dir');
    await writeIn(project.dir, { 'names.txt': 'irini\nheron\nlynx\npebble\n' });
    const { discussions } = await run(project);
    for (const { moderator, users } of discussions) {
      expect(moderator).toBe('Irini');
      expect(users.toSorted()).toEqual(['heron', 'lynx', 'pebble']);
    }
    await writeIn(project.dir, { 'names.txt': 'irini\nheron\nlynx\n' });
    const exit = await syndisco(['validate', '-c', project.config]);
    expect(exit.stderr).toContain('has only 2 names');
  });

  it('when the layout is json, then its persona is the JSON object', async () => {
    await using project = await projectWith(irini, 'prompt_layout: json');
    const { discussions } = await run(project);
    const { persona } = JSON.parse(discussions[0]?.moderator_prompt ?? '') as { persona: object };
    expect(persona).toEqual(irini);
  });
});
