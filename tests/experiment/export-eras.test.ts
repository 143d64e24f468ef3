import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SyndiscoError } from '../../src/errors.js';
import { putDocument } from './put-document.js';
import { runExport } from './run-export.js';

const originals = fileURLToPath(new URL('../../examples/original-files', import.meta.url));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-eras-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);

/** Rows by role, and how many of them have an annotation. */
function countByRole(table: readonly Record<string, string>[]): Record<string, [rows: number, annotated: number]> {
  const counts: Record<string, [number, number]> = {};
  for (const { role = '', annotator_model: model } of table) {
    const [rows, annotated] = counts[role] ?? [0, 0];
    counts[role] = [rows + 1, annotated + (model ? 1 : 0)];
  }
  return counts;
}

/** The text that 2.1.1 showed an annotator: the last comments, each wrapped. */
function shown(...comments: [name: string, text: string][]): string {
  const said = comments.map(([name, text]) => (text ? `User ${name} posted:\n${text}` : ''));
  return JSON.stringify({ role: 'user', content: `Conversation so far:\n${said.join('\n')}\nOutput:` });
}

const carla = (text: string, prompt: unknown) => ({ name: 'carla', text, model: 'judge', prompt });
const buses = {
  logs: [
    { name: 'elena', text: 'Free buses!' },
    { name: 'jonas', text: 'Who pays?' },
    { name: 'elena', text: 'You do.' },
  ],
};

describe("the original's eras", () => {
  test.each([
    ['early-pairs', { participant: [6, 3], moderator: [2, 0] }],
    ['era-a', { participant: [19, 19], moderator: [9, 6] }],
    ['era-b', { participant: [8, 8], moderator: [3, 3] }],
    ['era-c', { participant: [9, 5], moderator: [3, 1] }],
    ['era-c-2.1.1', { participant: [15, 15] }],
    ['logs-only', { participant: [6, 3] }],
  ])('when %s is exported, then every comment has its role and its labels', async (era, expected) => {
    const folder = join(originals, era);
    const { table } = await runExport(dir, { discussionsDir: folder, annotationsDir: folder });
    expect(countByRole(table)).toEqual(expected);
  });

  test('when the type of a prompt is a word, then "user" takes part', async () => {
    const folder = join(originals, 'era-c-2.1.1');
    const { table, warnings } = await runExport(dir, { discussionsDir: folder, annotationsDir: folder });
    const labels = table.map((row) => [row['comment_id'], row['actor'], row['annotator'], row['annotation']].join(' '));
    expect(warnings).toEqual([]);
    expect(labels).toContain('26-05-11-18-00-07/3 Referee  1');
    expect(labels).toContain('26-05-11-18-00-07/5 Referee  1');
    expect(labels).toContain('26-05-11-18-00-07/6 JonasK  2');
    expect(labels).toContain('26-05-11-18-09-41/2 JonasK  1');
    expect(labels).toContain('26-05-11-18-09-41/3 Aisha_R  3');
    expect(labels).toContain('26-05-11-18-09-41/3 Aisha_R StreetWise 2');
  });

  test('when an annotation is called like another discussion, then the comments that it shows decide', async () => {
    await put('discussions/a.json', buses);
    await put('discussions/b.json', { logs: [{ name: 'elena', text: 'Trees!' }] });
    await put('annotations/b.json', { logs: [carla('1', shown(['elena', 'Free buses!']))] });
    const { table } = await runExport(dir);
    expect(table.map((row) => [row['comment_id'], row['annotation']])).toEqual([
      ['a/0', '1'],
      ['a/1', ''],
      ['a/2', ''],
      ['b/0', ''],
    ]);
  });

  test('when an annotation fits two discussions, then it is an error that names both', async () => {
    await put('discussions/a.json', buses);
    await put('discussions/b.json', buses);
    await put('annotations/c.json', { logs: [carla('1', shown(['elena', 'Free buses!'], ['jonas', 'Who pays?']))] });
    const error = (await runExport(dir).catch((thrown: unknown) => thrown)) as SyndiscoError;
    expect(error.code).toBe('SYNDISCO_ANNOTATION_AMBIGUOUS');
    expect(error.message).toMatch(/2 discussions.*a\.json.*b\.json/);
    await rm(join(dir, 'annotations/c.json'));
    await put('annotations/a.json', { logs: [carla('1', shown(['elena', 'Free buses!']))] });
    expect((await runExport(dir)).table.map((row) => row['annotation'])).toEqual(['1', '', '', '', '', '']);
  });

  test('when annotations fit nowhere, then they are counted, and the first is named', async () => {
    await put('discussions/a.json', buses);
    const system = JSON.stringify({ context: '', instructions: 'Rate.', type: 'annotator', persona: {} });
    await put('annotations/b.json', { logs: [carla('1', shown(['elena', 'Trains!']))] });
    await put('annotations/c.json', { logs: [carla('1', system), carla('2', system)] });
    const { warnings, annotations } = await runExport(dir);
    expect(annotations).toBe(0);
    expect(warnings).toContainEqual(expect.stringMatching(/^2 annotations .*left out.*b\.json/));
  });

  test('when a file of the original lies there twice, then it counts once, and the copy is named', async () => {
    const era = join(originals, 'era-a');
    await cp(era, join(dir, 'era'), { recursive: true });
    await cp(join(era, 'annotations/careful'), join(dir, 'era/annotations/careful (copy)'), { recursive: true });
    const folders = { discussionsDir: join(dir, 'era'), annotationsDir: join(dir, 'era') };
    const once = await runExport(dir, { discussionsDir: era, annotationsDir: era });
    const twice = await runExport(dir, folders);
    expect(twice.rows).toBe(once.rows);
    expect(twice.warnings).toContainEqual(expect.stringMatching(/^2 annotations are copies .*careful \(copy\)/));
  });
});
