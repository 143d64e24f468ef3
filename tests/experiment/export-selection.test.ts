import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { debate, ourAnnotation } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { exportIn } from './run-export.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-selection-'));
  const withoutModerator = { ...debate, logs: debate.logs.filter(({ role }) => role !== 'moderator') };
  await putDocument(join(dir, 'discussions/town-hall-0002.json'), debate);
  await putDocument(join(dir, 'discussions/quiet-0001.json'), {
    ...withoutModerator,
    id: 'quiet-0001',
    condition: 'quiet',
    moderator: null,
    moderator_prompt: null,
  });
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const read = (name: string): Promise<string> => readFile(join(dir, 'dataset', name), 'utf8');
const dataPackage = async (name: string) => JSON.parse(await read(name)) as Record<string, unknown>;
const quiet = { conditions: ['quiet'] };

describe('an export with filters', () => {
  test('when a pipe stands where its data package goes, then it is not waited for', async () => {
    await mkdir(join(dir, 'dataset'), { recursive: true });
    execFileSync('mkfifo', [join(dir, 'dataset/dataset-datapackage.json')]);
    await exportIn(dir);
    expect(await dataPackage('dataset-datapackage.json')).toMatchObject({ name: expect.any(String) as string });
  }, 10_000);

  test('when only a condition is exported, then codebook, data package and dataset card say so', async () => {
    await exportIn(dir, { isTidy: true, formats: ['parquet'], filter: { ...quiet, roles: ['participant'] } });
    const said = 'Only a selection: condition quiet, role participant; 1 of 2 discussions is left out.';

    expect(await read('tidy/codebook.md')).toContain(said);
    expect(await read('tidy/README.md')).toContain(said);
    expect(await dataPackage('tidy/datapackage.json')).toMatchObject({
      description: expect.stringContaining(said) as string,
      selection: 'condition quiet, role participant',
    });
  });

  test("when it has the original's columns, then its own codebook and data package say so", async () => {
    await exportIn(dir);
    await exportIn(dir, { originalColumns: true, filter: quiet });
    const said = 'Only a selection: condition quiet; 1 of 2 discussions is left out.';

    expect(await read('dataset-codebook.md')).toContain(said);
    expect(await read('dataset-codebook.md')).toMatch(
      /\| `conv_variant` \| text \| the condition[^|]* \| quiet \(\d+\) \|/,
    );
    expect(await dataPackage('dataset-datapackage.json')).toMatchObject({ selection: 'condition quiet' });
  });

  test('when it is for spreadsheets, then a warning says so, and the codebook of the data set stays', async () => {
    await exportIn(dir);
    const { warnings } = await exportIn(dir, { forSpreadsheets: true, filter: quiet });

    expect(warnings.join('\n')).toContain('Only a selection: condition quiet; 1 of 2 discussions is left out.');
    expect(await read('dataset-codebook.md')).not.toContain('Only a selection');
  });

  test('when tables of another selection lie beside it, then they are named until they are replaced', async () => {
    const stale = /participants\.csv/;
    await exportIn(dir, { isTidy: true });
    const filtered = await exportIn(dir, { isTidy: true, formats: ['parquet'], filter: quiet });
    expect(filtered.warnings.join('\n')).toMatch(stale);
    expect(await read('tidy/codebook.md')).toContain('participants.csv');
    const again = await exportIn(dir, { isTidy: true, formats: ['parquet'], filter: quiet });
    expect(again.warnings.join('\n')).toMatch(stale);
    const both = await exportIn(dir, { isTidy: true, formats: ['csv', 'parquet'], filter: quiet });
    expect(both.warnings.join('\n')).not.toContain('another selection');
    const full = await exportIn(dir, { isTidy: true });
    expect(full.warnings.join('\n')).toMatch(/participants\.parquet.*README\.md/);
  });

  test('when all formats have the same selection, then nothing is said, in whatever order they are exported', async () => {
    await exportIn(dir);
    const { warnings } = await exportIn(dir, { formats: ['parquet'] });
    expect(warnings.join('\n')).not.toContain('another selection');
    expect(await dataPackage('dataset-datapackage.json')).not.toHaveProperty('selection');
  });

  test('when no turn passes the filters, then it is refused and nothing is replaced', async () => {
    await exportIn(dir);
    const before = await read('dataset.csv');
    await expect(exportIn(dir, { filter: { ...quiet, roles: ['moderator'] } })).rejects.toMatchObject({
      exitCode: 64,
      problems: [{ what: 'No discussion that passes the other filters has the role moderator.' }],
    });
    expect(await read('dataset.csv')).toBe(before);
  });
});

describe('the codebook', () => {
  test('when comments are not annotated, then that is why the columns of annotation sets are empty', async () => {
    await putDocument(join(dir, 'annotations/town-hall-0002--carla.json'), ourAnnotation(debate, 'carla', [1]));
    await exportIn(dir);
    const lines = (await read('dataset-codebook.md')).split('\n');
    for (const name of ['annotation_set', 'is_sampled', 'inclusion_probability']) {
      expect(lines.find((line) => line.startsWith(`| \`${name}\``))).toContain(
        'a comment that no set annotates or samples',
      );
    }
  });
});
