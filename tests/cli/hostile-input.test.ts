import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { parseTable } from '../dataset/parse-csv.js';
import { syndisco, townHallProject, writeIn } from './syndisco.js';

/** What must not reach a terminal. */
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
const clearScreen = '\u001b[2J\u001b]0;owned\u0007\u202e';

describe('hostile input', () => {
  it('when names look like paths and replies steer terminals, then files stay in the run directory and the terminal stays as it is', async () => {
    await using project = await townHallProject();
    const people = ['../../escaped', '/tmp/escaped', 'CON', `${clearScreen}eve`, '__proto__', '..'];
    await writeIn(project.dir, {
      'personas.json': JSON.stringify(people.map((username) => ({ username, age: 30 }))),
      'annotators.json': JSON.stringify([{ username: '../escaped' }, { username: '..' }]),
      'engine.mjs': `export const load = () => ({ generate: () => ${JSON.stringify(`=1+1 \ud83d${clearScreen}\0 buses`)} });\n`,
    });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await project.edit('num_users: 3', 'num_users: 6');
    const exit = await syndisco(['run', '-c', project.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).not.toMatch(steering);
    expect(exit.stderr).not.toMatch(steering);
    const below = await readdir(project.dir, { recursive: true });
    const beside = await readdir(dirname(project.dir));
    expect([...below, ...beside].filter((name) => /escaped(\.json)?$/.test(name) && !name.includes('--'))).toEqual([]);
    expect(
      (await readdir(join(project.dir, 'run/annotations'))).every((name) => /^[a-z0-9._-]+\.json$/.test(name)),
    ).toBe(true);
  });

  it('when a reply is a formula with broken characters, then the document keeps it and a spreadsheet gets no formula', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'engine.mjs': 'export const load = () => ({ generate: () => \'=HYPERLINK("x") \\ud83d \\0\' });\n',
    });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const document = await readFile(join(project.dir, 'run/discussions/town-hall-0001.json'), 'utf8');
    const spoken = (JSON.parse(document) as Discussion).logs.filter(({ raw_text }) => raw_text !== undefined);
    expect(spoken.map(({ text }) => text.isWellFormed())).not.toContain(false);
    expect(await formulasIn(project.dir)).toEqual(['=HYPERLINK("x") \ufffd ']);
    const exported = await syndisco(['export', '--for-spreadsheets', '-c', project.config]);
    expect(exported.code, exported.stderr).toBe(0);
    expect(await formulasIn(project.dir, 'comments-for-spreadsheets.csv')).toEqual(['\'=HYPERLINK("x") \ufffd ']);
  });

  it('when a config line steers terminals, then the error shows it harmless and the caret stays under its place', async () => {
    await using project = await townHallProject();
    await writeFile(
      project.config,
      (await readFile(project.config, 'utf8')).replace('seed: 7', `seed: "${clearScreen}"`),
    );
    const exit = await syndisco(['validate', '-c', project.config]);
    expect(exit.code).toBe(78);
    expect(exit.stderr).not.toMatch(steering);
    expect(exit.stderr).toContain('    2 | seed: "\ufffd[2J\ufffd]0;owned\ufffd\ufffd"\n              ^\n');
  });

  it('when all 50 replies of a discussion are a million control characters, then it is published, verified and exported', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, {
      'engine.mjs': "export const load = () => ({ generate: () => '\\u0001'.repeat(1_000_000) });\n",
    });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    await project.edit('include_mod: true, num_experiments: 4', 'include_mod: false, num_experiments: 1');
    await project.edit('num_turns: 5', 'num_turns: 50');
    for (const command of ['generate', 'verify', 'export']) {
      const exit = await syndisco([command, '-c', project.config, '--json']);
      expect(exit.code, exit.stderr).toBe(0);
    }
    const document = await readFile(join(project.dir, 'run/discussions/town-hall-0001.json'), 'utf8');
    const spoken = (JSON.parse(document) as Discussion).logs.filter(({ raw_text }) => raw_text !== undefined);
    expect(spoken.map(({ text, finish_reason }) => `${finish_reason} ${text.length > 100_000}`)).toEqual(
      Array.from({ length: 50 }, () => 'length true'),
    );
  });

  it('when a fault steers terminals, then its causes are shown harmless with --debug', async () => {
    await using project = await townHallProject();
    const thrown = `throw new Error(${JSON.stringify(clearScreen)}, { cause: new Error(${JSON.stringify(clearScreen)}) })`;
    await writeIn(project.dir, { 'engine.mjs': `export const load = () => { ${thrown}; };\n` });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    const exit = await syndisco(['generate', '-c', project.config, '--debug']);
    expect(exit.code).toBe(69);
    expect(exit.stderr).toMatch(/\n {4}at load /);
    expect(exit.stderr).toContain('caused by: Error: \ufffd[2J');
    expect(exit.stderr).not.toMatch(steering);
  });
});

/** The different texts in the CSV that look like the formula. */
async function formulasIn(dir: string, name = 'comments.csv'): Promise<string[]> {
  const rows = parseTable(await readFile(join(dir, 'run/dataset', name), 'utf8'));
  return [...new Set(rows.map((row) => row['text'] ?? '').filter((text) => text.includes('HYPERLINK')))];
}
