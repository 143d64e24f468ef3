import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SyndiscoError } from '../../src/errors.js';
import type { ExportOptions } from '../../src/experiment/export-options.js';
import { debate, ourAnnotation } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { runExport as exportIn } from './run-export.js';

const originals = fileURLToPath(new URL('../../examples/original-files', import.meta.url));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-export-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const runExport = (options: Partial<ExportOptions> = {}): ReturnType<typeof exportIn> => exportIn(dir, options);
const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);

describe('exportDataset', () => {
  test('when comments were repaired or are missing, then their rows say how, and a warning counts them', async () => {
    const logs = debate.logs.map((comment, turn) => ({
      ...comment,
      ...(turn === 1 && { repairs: ['own_prefix', 'other_speaker'] }),
      ...(turn === 2 && { missing: 'other_speaker', repairs: ['other_speaker'] }),
    }));
    await put('discussions/town-hall-0002.json', { ...debate, logs });
    const { table, warnings } = await runExport();
    expect(table.map((row) => [row['repairs'], row['missing'], row['is_silent']])).toEqual([
      ['', '', 'false'],
      ['own_prefix, other_speaker', '', 'false'],
      ['other_speaker', 'other_speaker', 'false'],
      ['', '', 'false'],
      ['', '', 'true'],
    ]);
    expect(warnings.slice(1)).toEqual([
      "2 of 4 comments were repaired: 1 began with the speaker's own name (own_prefix), 2 went on for somebody else (other_speaker); raw_text has the replies as they were",
      '1 of 4 comments are missing, which is not silence: 1 spoke only for somebody else (other_speaker)',
    ]);
  });

  test('when two annotators read a discussion, then each comment has a row for each, in a stable order', async () => {
    await put('discussions/town-hall-0002.json', debate);
    await put('annotations/town-hall-0002--carla.json', ourAnnotation(debate, 'carla', [0, 1, 3]));
    await put('annotations/town-hall-0002--dimitri.json', ourAnnotation(debate, 'dimitri', [0, 1, 3]));
    const exported = await runExport();
    expect(exported).toMatchObject({ rows: 8, discussions: 1, annotations: 2, warnings: [] });
    expect(exported.table.map((row) => [row['comment_id'], row['annotator'], row['annotation']])).toEqual([
      ['town-hall-0002/0', 'carla', 'Toxicity=0'],
      ['town-hall-0002/0', 'dimitri', 'Toxicity=0'],
      ['town-hall-0002/1', 'carla', 'Toxicity=1'],
      ['town-hall-0002/1', 'dimitri', 'Toxicity=1'],
      ['town-hall-0002/2', '', ''],
      ['town-hall-0002/3', 'carla', 'Toxicity=3'],
      ['town-hall-0002/3', 'dimitri', 'Toxicity=3'],
      ['town-hall-0002/4', '', ''],
    ]);
  });

  test("when the original's files of all its versions are exported, then every comment and every label is there once", async () => {
    const exported = await runExport({ discussionsDir: originals, annotationsDir: originals });
    expect(exported).toMatchObject({
      discussions: 13,
      annotations: 12,
      warnings: [
        '3 of 13 discussions have no annotation',
        expect.stringMatching(/^7 of 45 answers in free text do not say Toxicity=value/),
        expect.stringMatching(/^8 of 45 answers in free text do not say ArgumentQuality=value/),
      ],
    });
    const comments = new Map(exported.table.map((row) => [row['comment_id'], row]));
    expect(comments.size).toBe(70);
    expect(exported.table.filter((row) => row['annotator_model'] !== '')).toHaveLength(63);
    expect(comments.get('6f1c2a58-0d4e-4a7b-9c33-5be0a1d20c02/1')).toMatchObject({
      created_at: '2025-02-01T11:05',
      condition: 'moderated',
      replicate: '',
      actor: 'Walter1949',
      persona_special_instructions: 'Your instructions: distrust anything new.',
      annotator: 'CarefulReader',
      repeat: '',
      topic: '',
      finish_reason: '',
      prompt_tokens: '',
      completion_tokens: '',
      turn_seed: '',
      is_opening: 'false',
      is_silent: 'false',
    });
    expect(comments.get('6f1c2a58-0d4e-4a7b-9c33-5be0a1d20c02/2')).toMatchObject({
      text: '',
      raw_text: '""',
      is_moderator: 'true',
      is_silent: 'true',
    });
    expect(comments.get('6f1c2a58-0d4e-4a7b-9c33-5be0a1d20c02/5')).toMatchObject({ text: '=SUM(taxes) says enough.' });
    expect(comments.get('harbour-0001/0')).toMatchObject({
      model: 'hardcoded',
      persona_age: '55-64',
      condition: 'two-openings',
      is_opening: 'true',
    });
    expect(comments.get('harbour-0001/3')).toMatchObject({ actor: 'Moderator', role: 'moderator', annotation: '' });
    expect(comments.get('0a7d3f9e-11b2-4c55-a6d0-2e8c4b7f9d22/1')).toMatchObject({
      text: 'Green.',
      annotation: 'Toxicity=1\nArgumentQuality=1',
    });
    expect(comments.get('0a7d3f9e-11b2-4c55-a6d0-2e8c4b7f9d22/2')).toMatchObject({
      text: 'Green.',
      annotation: 'Toxicity=1\nArgumentQuality=2',
    });
  });

  test('when the same input is exported again, then the bytes are the same', async () => {
    const once = await runExport({ discussionsDir: originals, annotationsDir: originals });
    const again = await runExport({ discussionsDir: originals, annotationsDir: originals });
    expect(again.text).toBe(once.text);
  });

  test('when a run is unfinished, then what is there is exported and what is missing is counted', async () => {
    const second = { ...debate, id: 'town-hall-0003' };
    await put('discussions/town-hall-0002.json', debate);
    await put('discussions/deep/down/town-hall-0003.json', second);
    await put('discussions/.town-hall-0004.json.tmp', '{"half');
    await put('discussions/.town-hall-0005.json', '{"half');
    await put('annotations/town-hall-0002--carla.json', ourAnnotation(debate, 'carla', [0]));
    await put('annotations/town-hall-0009--carla.json', {
      ...ourAnnotation(debate, 'carla', [0]),
      id: 'town-hall-0009--carla',
      conv_id: 'town-hall-0009',
    });
    const { discussions, annotations, warnings } = await runExport();
    expect({ discussions, annotations }).toEqual({ discussions: 2, annotations: 1 });
    expect(warnings).toEqual([
      '1 of 2 discussions have no annotation',
      expect.stringMatching(/^1 annotations .*town-hall-0009--carla\.json$/),
    ]);
  });

  test('when nothing is annotated and the folder is not there, then every comment has its row', async () => {
    await put('discussions/town-hall-0002.json', debate);
    const { rows, warnings, table } = await runExport();
    expect(rows).toBe(5);
    expect(table.every((row) => row['annotation'] === '')).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(/^there are no annotations .*annotations;/)]);
  });

  test('when an annotation does not fit its discussion, then a warning names both files and how much is left out', async () => {
    await put('discussions/town-hall-0002.json', debate);
    const annotation = ourAnnotation(debate, 'carla', [0, 1]);
    await put('annotations/carla.json', {
      ...annotation,
      logs: [
        ['Free buses!', 'fine'],
        ['Trains!', 'lost'],
      ],
    });
    const { warnings, table } = await runExport();
    expect(warnings).toEqual([expect.stringMatching(/carla\.json: 1 of its 2 comments .*town-hall-0002\.json/)]);
    expect(table.map((row) => row['annotation'])).toEqual(['fine', '', '', '', '']);
  });

  test('when files are broken, then all of them are told and the old data set stays', async () => {
    await put('dataset/dataset.csv', 'the old one');
    await put('discussions/a.json', debate);
    await put('discussions/b.json', '{"timestamp": "25-02-01-10-30",\n "logs": [,]}');
    await put('annotations/c.json', { conv_id: 'town-hall-0002', logs: [['Free buses!']] });
    const error = await runExport().catch((thrown: unknown) => thrown as SyndiscoError);
    expect((error as SyndiscoError).problems.map(({ code, where }) => [code, where?.file, where?.line])).toEqual([
      ['SYNDISCO_INPUT_SYNTAX', join(dir, 'discussions/b.json'), 2],
      ['SYNDISCO_ANNOTATION_INVALID', join(dir, 'annotations/c.json'), 4],
    ]);
    expect(await readFile(join(dir, 'dataset/dataset.csv'), 'utf8')).toBe('the old one');
  });

  test('when there is no discussion at all, then the error says where it looked', async () => {
    await cp(join(originals, 'era-a/annotations'), join(dir, 'discussions'), { recursive: true });
    await expect(runExport()).rejects.toMatchObject({ code: 'SYNDISCO_DISCUSSIONS_EMPTY', exitCode: 66 });
    await expect(runExport({ discussionsDir: join(dir, 'discusions') })).rejects.toMatchObject({
      code: 'SYNDISCO_INPUT_NOT_FOUND',
      problems: [{ todo: expect.stringContaining('Did you mean "discussions"') as string }],
    });
  });
});
