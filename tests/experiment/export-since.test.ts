import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { exportExperiment } from '../../src/experiment/export-experiment.js';
import { syndisco } from '../cli/syndisco.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { finishedTown, type Town } from './finished-town.js';

async function exportTidy(town: Town, since?: Date) {
  const options = { originalColumns: false, forSpreadsheets: false, isQuiet: true, isTidy: true };
  const { exported } = await exportExperiment(await town.settings(), {
    ...options,
    ...(since && { filter: { since } }),
  });
  return exported;
}

async function table(dir: string, name: string): Promise<string[]> {
  const [header = [], ...rows] = parseCsv(await readFile(join(dir, `${name}.csv`), 'utf8'));
  const key = header.indexOf('discussion_id');
  return [...new Set(rows.map((row) => row[key] ?? ''))].sort();
}

describe('an export of what is new in a study that grows', () => {
  test('when discussions or annotations are added, then exactly theirs are exported, whole, beside the rest', async () => {
    await using town = await finishedTown();
    await exportTidy(town);
    const whole = await readFile(join(town.dir, 'run/dataset/tidy/turns.csv'), 'utf8');
    await pause(5);
    const moment = new Date();
    await expect(exportTidy(town, moment)).rejects.toThrow('finished or annotated since');
    const grown = 'discussions.experiment_variables.num_experiments=5';
    const exit = await syndisco(['run', '-c', town.config, '--set', grown]);
    expect(exit.code, exit.stderr).toBe(0);
    const since = await exportTidy(town, moment);
    const dir = join(town.dir, 'run/dataset', `since-${moment.toISOString().replaceAll(':', '-')}`, 'tidy');
    for (const name of ['discussions', 'turns', 'participants', 'annotations'])
      expect(await table(dir, name)).toEqual(['town-hall-0005']);
    expect(since).toMatchObject({ discussions: 1, annotations: 2 });
    expect(await readdir(dir)).toEqual(expect.arrayContaining(['codebook.md', 'datapackage.json']));
    const header = (text: string): string | undefined => text.split('\n')[0];
    expect(header(await readFile(join(dir, 'turns.csv'), 'utf8'))).toBe(header(whole));
    expect(await readFile(join(town.dir, 'run/dataset/tidy/turns.csv'), 'utf8')).toBe(whole);
  });

  test('when old discussions get further annotations, then these discussions are exported again', async () => {
    await using town = await finishedTown();
    await pause(5);
    const moment = new Date();
    const exit = await syndisco(['annotate', '-c', town.config, '--set', 'annotation.repeats=2']);
    expect(exit.code, exit.stderr).toBe(0);
    expect(await exportTidy(town, moment)).toMatchObject({ discussions: 4, annotations: 16 });
  });

  test('when the time is not one, then the error shows how to write it', async () => {
    await using town = await finishedTown();
    for (const since of ['last week', '2026-13-45']) {
      const exit = await syndisco(['export', '-c', town.config, '--since', since]);
      expect(exit.code).toBe(64);
      expect(exit.stderr).toContain('2026-11-26T14:30Z');
    }
  });
});

describe('decisions about finished discussions, in an export of what is new', () => {
  test('when a withdrawn discussion is back, then it is exported, because copies of the data set lack it', async () => {
    await using town = await finishedTown();
    await decide(town, 'withdraw', 'town-hall-0002', '--why', 'a loop');
    await pause(5);
    const moment = new Date();
    await decide(town, 'withdraw', 'town-hall-0002', '--undo', '--why', 'no loop');
    expect(await exportTidy(town, moment)).toMatchObject({ discussions: 1, annotations: 2 });
    const dir = join(town.dir, 'run/dataset', `since-${moment.toISOString().replaceAll(':', '-')}`, 'tidy');
    expect(await table(dir, 'turns')).toEqual(['town-hall-0002']);
  });

  test('when an edit is accepted, of a discussion or of an annotation, then its discussion is exported', async () => {
    await using town = await finishedTown();
    await pause(5);
    const moment = new Date();
    await edit(town, 'discussions/town-hall-0001', '"text": "', '"text": "Frankly, ');
    await edit(town, 'annotations/town-hall-0003--omar', '"annotator_prompt": "', '"annotator_prompt": "Well, ');
    await decide(town, 'verify', '--accept', 'town-hall-0001', '--accept', 'town-hall-0003--omar');
    expect(await exportTidy(town, moment)).toMatchObject({ discussions: 2, annotations: 4 });
  });

  test('when discussions are withdrawn, then all of them are named, also if nothing else is new', async () => {
    await using town = await finishedTown();
    await decide(town, 'withdraw', 'town-hall-0001', '--why', 'before');
    await pause(5);
    const moment = new Date();
    await decide(town, 'withdraw', 'town-hall-0002', '--why', 'a loop');
    const told = 'remove its rows from your copy: town-hall-0002';
    await expect(exportTidy(town, moment)).rejects.toThrow(told);
    await decide(town, 'annotate', '--set', 'annotation.repeats=2');
    expect((await exportTidy(town, moment))?.warnings).toContainEqual(expect.stringContaining(told));
  });
});

async function decide({ config }: Town, ...args: string[]): Promise<void> {
  const exit = await syndisco([...args, '-c', config]);
  expect(exit.code, exit.stderr).toBe(0);
}

async function edit({ dir }: Town, name: string, from: string, to: string): Promise<void> {
  const file = join(dir, 'run', `${name}.json`);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}
