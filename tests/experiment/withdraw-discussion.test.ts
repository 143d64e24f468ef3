import { readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SyndiscoError } from '../../src/errors.js';
import { exportExperiment } from '../../src/experiment/export-experiment.js';
import { verifyExperiment } from '../../src/experiment/verify-experiment.js';
import { withdrawDiscussion } from '../../src/experiment/withdraw-discussion.js';
import { finishedTown, type Town } from './finished-town.js';

const id = 'town-hall-0002';
const why = 'the moderator leaked its prompt';

async function record(town: Town, { undo = false, of = id, because = why } = {}): Promise<void> {
  await withdrawDiscussion(await town.settings(), { id: of, why: because, undo });
}

async function exportTown(town: Town) {
  const options = { originalColumns: false, forSpreadsheets: false, isQuiet: true };
  const { exported } = await exportExperiment(await town.settings(), options);
  return { exported, csv: await readFile(join(town.dir, 'run/dataset/comments.csv'), 'utf8') };
}

async function errorOf(work: Promise<unknown>): Promise<SyndiscoError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SyndiscoError)) throw new Error('no error');
  return error;
}

async function hintOf(work: Promise<unknown>): Promise<string> {
  const { problems } = await errorOf(work);
  return `${problems[0].what} ${problems[0].todo}`;
}

describe('withdrawing a discussion', () => {
  test('when it is taken back, then the data set is what it was, and both decisions are kept', async () => {
    await using town = await finishedTown();
    const before = await exportTown(town);
    await record(town);
    const without = await exportTown(town);
    expect(without.exported).toMatchObject({ discussions: 3, annotations: 6 });
    expect(without.exported?.warnings).toEqual([`1 withdrawn discussion is left out: ${id} (${why})`]);
    expect(without.csv).not.toContain(id);
    expect(await verifyExperiment(await town.settings(), [])).toMatchObject({ withdrawn: 1 });
    await record(town, { undo: true, because: 'it was another one' });
    expect(await exportTown(town)).toEqual(before);
    expect(await readdir(join(town.dir, 'run/withdrawn'))).toEqual(['0001.json', '0002.json']);
  });

  test('when the id is wrong, or it is withdrawn already, then the error says what to write, and nothing is recorded', async () => {
    await using town = await finishedTown();
    expect(await hintOf(record(town, { of: 'town-hal-0002' }))).toContain('Did you mean town-hall-0002?');
    expect(await hintOf(record(town, { of: 'bus-lanes' }))).toContain('syndisco plan --jobs');
    expect(await hintOf(record(town, { of: `${id}--nora` }))).toContain(`syndisco withdraw ${id} --why`);
    expect(await hintOf(record(town, { undo: true }))).toContain('is not withdrawn');
    await record(town);
    expect(await hintOf(record(town, { because: 'again' }))).toContain(`: ${why}`);
    await unlink(join(town.dir, 'run/discussions/town-hall-0001.json'));
    expect(await hintOf(record(town, { of: 'town-hall-0001' }))).toContain('is not finished');
    expect(await readdir(join(town.dir, 'run/withdrawn'))).toHaveLength(1);
  });

  test('when all are withdrawn, then an export says so', async () => {
    await using town = await finishedTown();
    for (const number of [1, 2, 3, 4]) await record(town, { of: `town-hall-000${number}` });
    expect(await hintOf(exportTown(town))).toContain('but 4 withdrawn ones');
  });

  test.each(['{', '{"id": "town-hall-0002"}', undefined])(
    'when a record is %s, then no command counts the discussion again',
    async (content) => {
      await using town = await finishedTown();
      await record(town);
      await record(town, { of: 'town-hall-0003' });
      const file = join(town.dir, 'run/withdrawn/0001.json');
      await (content === undefined ? unlink(file) : writeFile(file, content));
      const errors = [await errorOf(exportTown(town)), await errorOf(verifyExperiment(await town.settings(), []))];
      for (const { code, problems } of errors) {
        expect(code).toBe('SYNDISCO_RUN_DAMAGED');
        expect(problems[0].where?.file).toContain('run/withdrawn/000');
      }
    },
  );
});
