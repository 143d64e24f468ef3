import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

const residents = Array.from({ length: 13 }, (_, index) => ({ username: 'resident', age: 20 + index }));

async function projectWith(personas: readonly object[], list?: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('num_users: 3', 'num_users: 3, usernames: pseudonyms');
  if (list !== undefined)
    await project.edit('  files:\n    topics', '  files:\n    usernames_path: names.txt\n    topics');
  await writeIn(project.dir, { 'personas.json': JSON.stringify(personas), 'names.txt': list ?? '' });
  return project;
}

async function discussionsOf(project: Project): Promise<Discussion[]> {
  const exit = await syndisco(['run', '-c', project.config]);
  expect(exit.code, exit.stderr).toBe(0);
  const folder = join(project.dir, 'run/discussions');
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Discussion));
}

describe('pseudonyms', () => {
  it('when thirteen personas have one name, then every discussion draws pseudonyms, and the data have both', async () => {
    await using project = await projectWith(residents);
    const discussions = await discussionsOf(project);
    expect(new Set(discussions.map(({ users }) => users.join())).size).toBe(4);
    for (const { users, participants, user_prompts: prompts, logs } of discussions) {
      expect(new Set(users).size).toBe(3);
      expect(participants.map(({ name }) => name)).toEqual(users);
      for (const [seat, { name, persona }] of participants.entries()) {
        expect(persona['username']).toBe('resident');
        expect(prompts[seat]).toContain(`Your name is ${name}. Your traits: username: ${name}, age: `);
        expect(prompts[seat]).not.toContain('resident');
      }
      for (const { name, role } of logs) if (role === 'participant') expect(users).toContain(name);
    }
    const [header = [], ...rows] = parseCsv(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    const cell = (row: string[], name: string): string => row[header.indexOf(name)] ?? '';
    const spoken = rows.filter((row) => cell(row, 'role') === 'participant');
    expect(new Set(spoken.map((row) => cell(row, 'persona_username')))).toEqual(new Set(['resident']));
    expect(new Set(spoken.map((row) => cell(row, 'actor')))).not.toContain('resident');
    const ages = new Map(spoken.map((row) => [cell(row, 'persona_id'), cell(row, 'persona_age')]));
    expect(ages.size).toBe(new Set(ages.values()).size);
    expect(ages.size).toBeGreaterThan(3);
  });

  it('when there are conditions, then a replicate has the same pseudonyms in each of them', async () => {
    await using project = await projectWith(residents);
    const matrix = `matrix:\n  factors:\n    moderation:\n      none: { discussions.experiment_variables.include_mod: false }\n      strict: {}\n`;
    await writeFile(project.config, (await readFile(project.config, 'utf8')) + matrix);
    const discussions = await discussionsOf(project);
    const users = (level: string): string[] =>
      discussions.flatMap(({ condition, users: names }) => (condition.endsWith(level) ? [names.join()] : []));
    expect(users('none')).toHaveLength(4);
    expect(users('none')).toEqual(users('strict'));
  });

  it('when the list is my own, then its names are used, but never those that are taken', async () => {
    const list = '# The names of our forum\nheron\n\n  Moderator\npebble\nA Stranger\nteasel\nHERON\n';
    await using project = await projectWith([{ age: 30 }, { username: '', age: 31 }, { username: 'teasel' }], list);
    await project.edit('topics_dir: topics', 'topics_path: topics.csv');
    await writeIn(project.dir, { 'topics.csv': 'topic,opening_1,author_1\nbuses,Free!,A Stranger\n' });
    for (const { users } of await discussionsOf(project))
      expect(users.toSorted()).toEqual(['heron', 'pebble', 'teasel']);
  });

  it('when participants have pseudonyms, then they are stop strings, and can be addressed with @', async () => {
    await using project = await projectWith(residents);
    await project.edit(
      'turn_manager_type: random_weighted, respond_probability: 0.4',
      'turn_manager_type: mention, respond_probability: 1',
    );
    await writeIn(project.dir, { 'echo.mjs': addressing });
    await project.edit('library_type: scripted', 'library_type: ./echo.mjs');
    for (const { logs, users } of await discussionsOf(project)) {
      const turns = logs.filter(({ role, model }) => role === 'participant' && model !== 'hardcoded');
      for (const [index, { name, text, repairs, finish_reason: reason }] of turns.entries()) {
        expect(text).toBe(`@${users.find((user) => user !== name) ?? ''} What do you think?`);
        expect(repairs).toEqual(['own_prefix']);
        expect(reason).toBe('stop_string');
        const last = turns[index - 1];
        if (last) expect(name).toBe(last.text.split(' ')[0]?.slice(1));
      }
    }
  });

  it('when show --prompt names a persona or a pseudonym, then its prompt is shown', async () => {
    await using project = await projectWith([{ username: 'anna' }, { username: 'bob' }, { username: 'bob', age: 3 }]);
    const shown = await syndisco(['show', '--prompt', 'anna', '-c', project.config]);
    expect(shown.code, shown.stderr).toBe(0);
    const [, pseudonym = ''] = /── (\S+) \(anna\)/.exec(shown.stdout) ?? [];
    expect(pseudonym).not.toBe('');
    const again = await syndisco(['show', '--prompt', pseudonym, '-c', project.config]);
    expect(again.stdout).toContain(shown.stdout);
  });
});

/** An engine whose actors address the first of the others, under a prefix of their own, and go on for somebody else. */
const addressing = `export async function load({ name }) {
  return {
    model: { name, engine: 'addressing', engine_version: '1', fingerprint: null },
    slots: 1,
    async generate({ closing, stop }) {
      const names = stop.map((text) => /User (.*) posted:/.exec(text)[1]);
      const own = /User (.*) posted:/.exec(closing)?.[1];
      const other = names.find((one) => one !== own);
      const text = own ? own + ': @' + other + ' What do you think?\\nUser ' + other + ' posted:\\nMe too.' : 'fine';
      return { text, finish_reason: 'stop', prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 1 };
    },
    async close() {},
  };
}
`;
