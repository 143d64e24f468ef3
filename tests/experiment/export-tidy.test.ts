import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseTable } from '../dataset/parse-csv.js';
import { debate, ourAnnotation } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { exportIn } from './run-export.js';

const era = fileURLToPath(new URL('../../examples/original-files/era-a', import.meta.url));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-tidy-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);
const read = async (name: string): Promise<Record<string, string>[]> =>
  parseTable(await readFile(join(dir, 'dataset/tidy', `${name}.csv`), 'utf8'));

const metrics = { toxicity: { type: 'integer', minimum: 1, maximum: 5, cannot_judge: true } } as const;

/** Carla labels turns 1 and 3, and cannot judge 3; Dimitri answers in free text. */
async function putDebate(): Promise<void> {
  const logs = debate.logs.map((comment, turn) => (turn === 3 ? { ...comment, text: 'NA, @Elena!' } : comment));
  const discussion = { ...debate, logs };
  const labelled = ourAnnotation(discussion, 'carla', [1, 3]);
  const comments = labelled.comments.map((one, index) => ({ ...one, labels: { toxicity: index === 0 ? 4 : null } }));
  await put('discussions/town-hall-0002.json', discussion);
  await put('annotations/town-hall-0002--carla.json', { ...labelled, metrics, comments });
  await put('annotations/town-hall-0002--dimitri.json', ourAnnotation(discussion, 'dimitri', [1]));
}

describe('tidy tables', () => {
  test('when a debate is exported, then every label has a row of its own, with its kind of value', async () => {
    await putDebate();
    await exportIn(dir, { isTidy: true });
    const rows = await read('annotations');
    expect(
      rows.map((row) => [row['comment_id'], row['annotator_id'], row['metric'], row['value'], row['status']]),
    ).toEqual([
      ['town-hall-0002/1', 'carla', 'toxicity', '4', 'ok'],
      ['town-hall-0002/1', 'dimitri', 'annotation', 'Toxicity=1', ''],
      ['town-hall-0002/3', 'carla', 'toxicity', '', 'cannot_judge'],
    ]);
    expect(rows.map((row) => row['value_numeric'])).toEqual(['4', '', '']);
  });

  test('when tables refer to each other, then every reference leads to one row', async () => {
    await put('other/x.json', debate);
    await putDebate();
    await exportIn(dir, { isTidy: true, discussionsDir: era, annotationsDir: era });
    const ids = async (name: string, ...columns: string[]): Promise<string[]> =>
      (await read(name)).map((row) => columns.map((column) => row[column]).join(' | '));
    for (const [name, ...key] of [
      ['discussions', 'discussion_id'],
      ['participants', 'discussion_id', 'actor'],
      ['turns', 'comment_id'],
      ['annotators', 'coder_id'],
      ['annotations', 'comment_id', 'coder_id', 'repeat', 'metric'],
      ['prompts', 'prompt_id'],
    ] as const) {
      const all = await ids(name, ...key);
      expect(new Set(all).size, name).toBe(all.length);
      expect(all.length, name).toBeGreaterThan(0);
    }
    for (const [from, to, ...key] of [
      ['turns', 'participants', 'discussion_id', 'actor'],
      ['annotations', 'turns', 'comment_id'],
      ['annotations', 'annotators', 'coder_id'],
      ['participants', 'prompts', 'prompt_id'],
    ] as const) {
      expect(await ids(to, ...key)).toEqual(expect.arrayContaining([...new Set(await ids(from, ...key))]));
    }
  });

  test('when a comment addresses somebody, then mentions has the name, whatever its case', async () => {
    await putDebate();
    await exportIn(dir, { isTidy: true });
    expect((await read('turns')).map((row) => row['mentions'])).toEqual(['[]', '[]', '[]', '["elena"]', '[]']);
  });

  test('when somebody never speaks, then participants has a row for them', async () => {
    await put('discussions/town-hall-0002.json', { ...debate, logs: debate.logs.slice(0, 1) });
    await exportIn(dir, { isTidy: true });
    expect((await read('participants')).map((row) => row['actor'])).toEqual(['elena', 'jonas', 'moderator']);
  });

  test('when only a role is wanted, then the turns of others and their annotations are left out', async () => {
    await putDebate();
    const { tables } = await exportIn(dir, { isTidy: true, filter: { roles: ['moderator'] } });
    expect(tables).toMatchObject({ turns: 2, annotations: 0, participants: 3 });
  });

  test('when a filter names nothing that there is, then it is a usage error with the nearest name', async () => {
    await putDebate();
    await expect(exportIn(dir, { filter: { conditions: ['strikt'] } })).rejects.toMatchObject({
      exitCode: 64,
      problems: [{ todo: 'Did you mean strict?' }],
    });
  });

  test('when a name or a level is Markdown or HTML, then the codebook shows it as text', async () => {
    await put('discussions/town-hall-0002.json', { ...debate, condition: '<b>|x' });
    await exportIn(dir, { isTidy: true, formats: ['parquet'] });
    expect(await readFile(join(dir, 'dataset/tidy/codebook.md'), 'utf8')).toContain('\\<b\\>\\\\|x (1)');
    expect(await readFile(join(dir, 'dataset/tidy/README.md'), 'utf8')).toMatch(/^---\npretty_name: "discussions"\n/);
  });

  test('when one file cannot be written, then its error is thrown, and no other table is left half-written', async () => {
    await putDebate();
    const written: string[] = [];
    const replaceFile = async (path: string, chunks: Iterable<string> | AsyncIterable<string | Uint8Array>) => {
      const read: unknown[] = [];
      for await (const chunk of chunks) {
        read.push(chunk);
        if (path.endsWith('turns.csv')) throw new Error('the disk is full');
      }
      written.push(path);
    };
    await expect(exportIn(dir, { isTidy: true, replaceFile })).rejects.toThrow('the disk is full');
    expect(written).toEqual([]);
  });
});
