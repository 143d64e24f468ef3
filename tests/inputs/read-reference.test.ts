import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SyndiscoError } from '../../src/errors.js';
import { readReference } from '../../src/inputs/read-reference.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-reference-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function read(text: string) {
  const file = join(dir, 'human.csv');
  await writeFile(file, text);
  return readReference(file);
}

test.each(['TRUE', 'true', '1', 'yes'])(
  'when a row is an opening by the word %s, then it is left out',
  async (word) => {
    const [discussion] = await read(`discussion_id,actor,text,is_opening\nd,ana,Hello.,${word}\nd,bob,Well.,0\n`);
    expect(discussion?.comments).toEqual([{ author: 'bob', text: 'Well.' }]);
  },
);

test('when Excel wrote it with a line "sep=;", then it is read', async () => {
  expect(await read('sep=;\r\ndiscussion_id;actor;text\r\nd;ana;Well, no.\r\n')).toEqual([
    { id: 'd', comments: [{ author: 'ana', text: 'Well, no.' }] },
  ]);
});

test.each([
  [
    'two columns are called text',
    'discussion_id,actor,text,text\nd,ana,One.,Two.\n',
    'Duplicate column "text".',
    { line: 1, column: 26 },
  ],
  [
    'rows have no discussion',
    'discussion_id,actor,text\nd,ana,One.\n,bob,Two.\n,eva,Three.\n',
    'This row has no discussion_id, and neither have 1 others.',
    { line: 3, column: 1 },
  ],
])('when %s, then it is told at its place', async (_, text, what, place) => {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SyndiscoError);
  expect(error).toMatchObject({ problems: [{ what, where: place }] });
});
