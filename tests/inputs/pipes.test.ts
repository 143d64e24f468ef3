import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { readHumanLabels } from '../../src/inputs/human-labels/read-human-labels.js';
import { readScores } from '../../src/inputs/read-scores.js';
import { readRows } from '../../src/inputs/comments/read-rows.js';
import { TableProblems } from '../../src/inputs/comments/table-problems.js';
import { readResults } from '../../src/experiment/batch/read-results.js';
import { readProject, townHall, townHallProject, type Files } from '../town-hall/read-project.js';

const config = String(townHall['town-hall.yml']);
const people = (population: string): Files => ({
  'town-hall.yml': config
    .replace('people.json', population)
    .replace(/^discussions:$/m, '$&\n  population: { weight: w }'),
});

/** A named pipe in place of the file, to which nobody writes. */
async function withPipe(dir: string, name: string): Promise<string> {
  const file = join(dir, name);
  await rm(file, { force: true });
  execFileSync('mkfifo', [file]);
  return file;
}

describe('a named pipe where a file is read', () => {
  test.each<[name: string, files: Files]>([
    ['topics/buses.txt', {}],
    ['topics/rivers.txt', {}],
    ['people.json', {}],
    ['people.txt', {}],
    ['moderator.txt', {}],
    ['raters/zoe.json', {}],
    ['rate.txt', {}],
    ['people.csv', people('people.csv')],
    ['people.parquet', people('people.parquet')],
    ['topics.csv', { 'town-hall.yml': config.replace('topics_dir: topics', 'topics_path: topics.csv') }],
    ['engine.mjs', { 'town-hall.yml': config.replace('library_type: scripted', 'library_type: ./engine.mjs') }],
    [
      'weights.gguf',
      {
        'town-hall.yml': config.replace('library_type: scripted', 'library_type: llama_cpp, model_path: weights.gguf'),
      },
    ],
  ])('when %s is one, then it is an error that says so', async (name, files) => {
    await using project = await townHallProject(files);
    const file = await withPipe(project.dir, name);
    const { problems } = await readProject(project.dir);
    expect(problems).toMatchObject([
      { code: 'SYNDISCO_INPUT_UNREADABLE', what: `${file} is a named pipe or a socket; expected a file.` },
    ]);
  });

  test('when the config is one, then it is an error that says so', async () => {
    await using project = await townHallProject({});
    await withPipe(project.dir, 'town-hall.yml');
    const { problems } = await loadConfig('town-hall.yml', { set: [], cwd: project.dir });
    expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_UNREADABLE' }]);
  });

  test('when a sheet of labels, a table of scores, of comments or of a batch is one, then it is an error that says so', async () => {
    await using project = await townHallProject({});
    const file = await withPipe(project.dir, 'table.csv');
    const table = { file, columns: { text: 'text', discussion: 'thread' }, carry: [] };
    const loaded = await loadConfig('town-hall.yml', { set: [], cwd: project.dir });
    if (!loaded.config) throw new Error('no config');
    const rows = readRows(loaded.config, table, { problems: new TableProblems(file) });
    const readings = [readHumanLabels({ paths: [file] }), readScores(file), rows.next(), readResults([file])];
    for (const reading of await Promise.allSettled(readings))
      expect(reading).toMatchObject({ reason: { problems: [{ code: 'SYNDISCO_INPUT_UNREADABLE' }] } });
  });
});
