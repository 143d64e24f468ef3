import { readdir, readFile } from 'node:fs/promises';
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
