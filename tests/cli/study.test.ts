import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn, type Project } from './syndisco.js';

const matrix = `matrix:
  factors:
    model:
      small: { model_parameters.general.model_pseudoname: small }
      large: { model_parameters.general.model_pseudoname: large }
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
`;

async function studyProject(added = matrix): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit(
    '  turn_taking:',
    '  roles: [{ name: troll, share: 0.5, instructions_path: troll.txt }]\n  turn_taking:',
  );
  await project.edit('num_experiments: 4', 'num_experiments: 2');
  await writeIn(project.dir, { 'troll.txt': 'Provoke.\n' });
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + added);
  return project;
}

async function discussionsOf({ dir }: Project): Promise<Discussion[]> {
  const folder = join(dir, 'run/discussions');
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Discussion));
}

describe('a study with a matrix', () => {
  it('when it is run, then factors, roles and models reach the documents and the data set', async () => {
    await using project = await studyProject();
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const discussions = await discussionsOf(project);
    expect(discussions.map(({ id }) => id)).toEqual(
      ['large.moderation-none', 'large.moderation-strict', 'small.moderation-none', 'small.moderation-strict'].flatMap(
        (name) => [`model-${name}-0001`, `model-${name}-0002`],
      ),
    );
    for (const { factors, model, moderator, participants } of discussions) {
      expect(model.name).toBe(factors?.['model']);
      expect(moderator !== null).toBe(factors?.['moderation'] === 'strict');
      expect(participants.filter(({ role }) => role === 'troll').length).toBeGreaterThan(0);
    }
    const [header = [], ...rows] = parseCsv(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    const column = (name: string): Set<string | undefined> => new Set(rows.map((row) => row[header.indexOf(name)]));
    expect(column('moderation')).toEqual(new Set(['none', 'strict']));
    expect(column('role')).toEqual(new Set(['participant', 'troll', 'moderator']));
  });

  it("when the annotators' model also makes discussions, then it makes them last and every model is loaded once", async () => {
    await using project = await studyProject();
    await project.edit('model_pseudoname: scripted', 'model_pseudoname: small');
    const exit = await syndisco(['run', '-c', project.config, '--json']);
    expect(exit.code, exit.stderr).toBe(0);
    expect((JSON.parse(exit.stdout) as { model_loads: string[] }).model_loads).toEqual(['large', 'small']);
  });

  it('when replicates and a level are added to a finished run, then no document and no planned job changes', async () => {
    await using project = await studyProject();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    const before = await discussionsOf(project);
    const plan = await readFile(join(project.dir, 'run/plan/0001.jsonl'), 'utf8');
    await project.edit('num_experiments: 2', 'num_experiments: 3');
    await project.edit(
      '      strict: {}\n',
      '      strict: {}\n      mild: { discussions.experiment_variables.moderator_attributes: [mild] }\n',
    );
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const after = await discussionsOf(project);
    expect(after).toHaveLength(18);
    expect(after.filter(({ id }) => before.some((one) => one.id === id))).toEqual(before);
    expect(await readFile(join(project.dir, 'run/plan/0001.jsonl'), 'utf8')).toBe(plan);
  });

  it("when the turn manager is the user's own module, then it decides who speaks", async () => {
    await using project = await studyProject('');
    await project.edit('turn_manager_type: random_weighted', 'turn_manager_type: ./speakers.mjs');
    await writeIn(project.dir, { 'speakers.mjs': 'export const nextSpeaker = ({ names }) => names.length - 1;\n' });
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    for (const { logs, users } of await discussionsOf(project)) {
      const speakers = logs.slice(1).filter(({ role }) => role === 'participant');
      expect(new Set(speakers.map(({ name }) => name))).toEqual(new Set([users.at(-1)]));
    }
  });

  it('when topics come from a table, then authors, several openings and further columns reach the data set', async () => {
    await using project = await studyProject('');
    await project.edit('topics_dir: topics', 'topics_path: topics.csv');
    const table = 'topic,opening_1,author_1,opening_2,author_2,country\nbuses,Free!,A Stranger,Never.,carla,GR\n';
    await writeIn(project.dir, { 'topics.csv': table });
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    for (const { logs, users, topic_metadata } of await discussionsOf(project)) {
      expect(logs.slice(0, 2).map(({ name, text }) => `${name}: ${text}`)).toEqual([
        'A Stranger: Free!',
        'carla: Never.',
      ]);
      expect(users).toContain('carla');
      expect(topic_metadata).toEqual({ country: 'GR' });
    }
    const [header = [], row = []] = parseCsv(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    expect(row[header.indexOf('topic_country')]).toBe('GR');
  });

  it('when the design changed, then it is refused with both values, and made beside the old one with --fork', async () => {
    await using project = await studyProject();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    await project.edit('num_turns: 5', 'num_turns: 6');
    const refused = await syndisco(['generate', '-c', project.config]);
    expect(refused.code).toBe(78);
    expect(refused.stderr).toContain('num_turns: 5, and the config now says num_turns: 6');
    const forked = await syndisco(['generate', '-c', project.config, '--fork', 'longer']);
    expect(forked.code, forked.stderr).toBe(0);
    expect(await readdir(join(project.dir, 'run-longer/discussions'))).toHaveLength(8);
    expect(await readdir(join(project.dir, 'run/discussions'))).toHaveLength(8);
  });

  it('when a finished run is the pilot, then the plan says how many replicates an interval needs', async () => {
    await using project = await studyProject();
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const exit = await syndisco(['plan', '--from', join(project.dir, 'run'), '--width', '2', '--json']);
    const { measures } = JSON.parse(exit.stdout) as {
      measures: { measure: string; discussions: number; oneCondition: number }[];
    };
    expect(measures.find(({ measure }) => measure === 'words per comment')).toMatchObject({ discussions: 8 });
    expect((await syndisco(['plan', '--from', join(project.dir, 'run')])).code).toBe(64);
  });

  it('when the balance of a paired design is asked for, then every condition has the same spread', async () => {
    await using project = await studyProject();
    const exit = await syndisco(['plan', '-c', project.config, '--balance', '--json']);
    const { balance } = JSON.parse(exit.stdout) as { balance: { what: string; least: number; most: number }[] };
    expect(balance.map(({ what }) => what)).toEqual([
      'persona × condition',
      'topic × condition',
      'role × condition',
      'persona × topic',
      'persona × role',
    ]);
    expect(balance.find(({ what }) => what === 'role × condition')).toMatchObject({ least: 3, most: 3 });
  });

  it('when roles have shares, then --balance shows designed beside planned seats, and lint warns of a share below one seat', async () => {
    await using project = await studyProject();
    const roles =
      '[{ name: fan, share: 0.5, instructions_path: troll.txt }, { name: rare, share: 0.03, instructions_path: troll.txt }]';
    const set = ['--set', `discussions.roles=${roles}`];
    const exit = await syndisco(['plan', '-c', project.config, '--balance', '--json', ...set]);
    const { role_seats: seats, lint } = JSON.parse(exit.stdout) as {
      role_seats: { condition: string; role: string; designed: number; planned: number }[];
      lint: { rule: string; what: string }[];
    };
    expect(new Set(seats.map(({ role }) => role))).toEqual(new Set(['fan', 'rare', 'participant']));
    for (const { designed, planned } of seats) expect(Math.abs(designed - planned)).toBeLessThan(1);
    expect(lint.find(({ rule }) => rule === 'unseated-role')?.what).toMatch(
      /^The share of the role rare is 0\.\d+ seats in 2 discussions/,
    );
    const text = await syndisco(['plan', '-c', project.config, '--balance', ...set]);
    expect(text.stdout).toMatch(/condition +role +seats designed +planned/);
  });

  it('when a role is drawn by chance, then plan says how many seats to expect and how many were drawn', async () => {
    await using project = await studyProject();
    await project.edit('share: 0.5', 'chance: 0.3');
    await project.edit('num_experiments: 2', 'num_experiments: 100');
    const exit = await syndisco(['plan', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const [, drawn = ''] = /^troll by chance: 360 seats expected, (\d+) drawn$/m.exec(exit.stdout) ?? [];
    const { role_seats: seats } = JSON.parse((await syndisco(['plan', '-c', project.config, '--json'])).stdout) as {
      role_seats: { role: string; by_chance: boolean; designed: number; planned: number }[];
    };
    const trolls = seats.filter(({ by_chance }) => by_chance);
    expect(trolls.map(({ role, designed }) => [role, designed])).toEqual(Array(4).fill(['troll', 90]));
    expect(new Set(trolls.map(({ planned }) => planned)).size).toBe(1);
    expect(Number(drawn)).toBe(4 * (trolls[0]?.planned ?? 0));
  });

  it('when a factor has its levels from files, then a new file is growth, and no planned draw changes', async () => {
    const rules = `matrix:
  factors:
    rules: { from: rules/*.txt, sets: discussions.files.mod_instructions_path }
`;
    await using project = await studyProject(rules);
    await writeIn(project.dir, { 'rules/mild.txt': 'Be mild.', 'rules/strict.txt': 'Be strict.' });
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    const before = await discussionsOf(project);
    expect(before.map(({ id }) => id)).toEqual(
      ['mild', 'strict'].flatMap((rule) => [1, 2].map((replicate) => `rules-${rule}-000${replicate}`)),
    );
    await writeIn(project.dir, { 'rules/firm.txt': 'Be firm.' });
    const exit = await syndisco(['generate', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    const after = await discussionsOf(project);
    expect(after.filter(({ id }) => !id.includes('firm'))).toEqual(before);
    const setups = (rule: string): unknown[] =>
      after.flatMap(({ factors, topic, participants }) =>
        factors?.['rules'] === rule ? [{ topic, participants }] : [],
      );
    expect(setups('firm')).toEqual(setups('mild'));
    for (const { factors, moderator_prompt: prompt } of after)
      expect(prompt).toContain(`Be ${factors?.['rules'] ?? ''}.`);
    await writeIn(project.dir, { 'rules/mild.txt': 'Be very mild.' });
    const changed = await syndisco(['generate', '-c', project.config]);
    expect(changed.stderr).toMatch(/town-hall\.yml:\d+:\d+ .*mod_instructions_path[^]*SYNDISCO_PLAN_CHANGED/);
  });
});
