import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SumCheck } from '../../src/document-sum.js';
import { SyndiscoError, type Problem } from '../../src/errors.js';
import { readAnnotations } from '../../src/documents/read-annotations.js';
import { discussionId, readDiscussion, readDiscussions } from '../../src/documents/read-discussions.js';
import { putDocument } from '../experiment/put-document.js';

const originals = fileURLToPath(new URL('../../examples/original-files', import.meta.url));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-discussions-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);

const spoken = { timestamp: '25-02-01-10-30', logs: [{ name: 'elena', text: 'Free buses!', model: 'hardcoded' }] };

/** What came out before the problems, if there were any. */
async function readAll<Document>(
  documents: AsyncIterable<Document>,
): Promise<{ read: Document[]; problems: readonly Problem[] }> {
  const read: Document[] = [];
  try {
    for await (const document of documents) read.push(document);
    return { read, problems: [] };
  } catch (error) {
    if (error instanceof SyndiscoError) return { read, problems: error.problems };
    throw error;
  }
}

async function explain(document: unknown): Promise<string[]> {
  await put('town-hall.json', document);
  const { problems } = await readAll(readDiscussions(dir, new SumCheck()));
  return problems.map(({ path, what, where }) => `${where?.line ?? 0}:${where?.column ?? 0} ${path ?? ''} ${what}`);
}

describe('readDiscussions', () => {
  test("when a folder holds the original's files of every version, then all are read, and annotations passed over", async () => {
    const { read, problems } = await readAll(readDiscussions(originals, new SumCheck()));
    expect(problems).toEqual([]);
    expect(read.map(discussionId).map((id) => id.slice(-4))).toEqual([
      '9d21',
      '9d22',
      '0c01',
      '0c02',
      '0c03',
      '4a11',
      '4a12',
      '0-07',
      '9-41',
      '0002',
      '0001',
      'teps',
      'hift',
    ]);
    expect(read.map(({ folder }) => folder)).toContain('unmoderated');
  });

  test('when names are not ASCII, then the order is that of their bytes', async () => {
    for (const name of ['\u{1f68c}', '\uffee', 'é', 'z', 'B', 'a']) await put(`${name}.json`, spoken);
    const { read } = await readAll(readDiscussions(dir, new SumCheck()));
    expect(read.map(({ stem }) => stem)).toEqual(['B', 'a', 'z', 'é', '\uffee', '\u{1f68c}']);
  });

  test('when some files are bad, then the good ones come first and then every problem with its place', async () => {
    await put('a.json', '{"timestamp": "25-02-01-10-30", "logs": [}');
    await put('b.json', spoken);
    await put('c.json', new Uint8Array([0x22, 0xff, 0x22]));
    await put('d.json', '');
    await put('e.json', { ...spoken, id: 'b' });
    await mkdir(join(dir, 'f.json'));
    await put('.g.json', 'a dot-file');
    const { read, problems } = await readAll(readDiscussions(dir, new SumCheck()));
    expect(read.map(({ stem }) => stem)).toEqual(['b']);
    expect(problems.map(({ code, where }) => [code, basename(where?.file ?? ''), where?.line, where?.column])).toEqual([
      ['SYNDISCO_INPUT_SYNTAX', 'a.json', 1, 42],
      ['SYNDISCO_INPUT_NOT_UTF8', 'c.json', 1, 2],
      ['SYNDISCO_INPUT_SYNTAX', 'd.json', 1, 1],
      ['SYNDISCO_DISCUSSION_DUPLICATE_ID', 'e.json', 10, 9],
    ]);
  });

  test('when a file is JSON but no discussion, then it is said what is wrong, where, and nothing twice', async () => {
    expect(await explain({ timestamp: 7 })).toEqual([
      '1:1  Missing key "logs".',
      '2:16 timestamp Expected a string, found 7.',
    ]);
    expect(await explain([])).toEqual(['1:1  Expected a mapping, found an empty list.']);
    const logs = [['elena', 'Hi.'], ['elena'], { name: 'elena' }, 7, { name: 1, text: 'Hi.' }];
    expect(await explain(JSON.stringify({ timestamp: '', logs }).replaceAll('],', '],\n'))).toEqual([
      expect.stringMatching(/^2:1 logs\[1\] .*pair/),
      expect.stringMatching(/^3:1 logs\[2\] .*"text"/),
      expect.stringMatching(/^3:18 logs\[3\] .*pair.* 7/),
      expect.stringMatching(/^3:28 logs\[4\]\.name .*string.* 1/),
    ]);
  });

  test('when users and prompts are not the same number, then nobody gets the persona of somebody else', async () => {
    expect(await explain({ ...spoken, users: ['elena', 'jonas'], user_prompts: ['Your name is jonas.'] })).toEqual([
      '14:19 user_prompts There are 2 users and 1 user_prompts.',
    ]);
  });

  test('when thousands of entries are wrong, then ten of them are shown', async () => {
    expect(await explain({ ...spoken, logs: new Array(5000).fill(0) })).toHaveLength(10);
  });

  test('when a file starts with a byte order mark, then it is read', async () => {
    await put('town-hall.json', `\ufeff${JSON.stringify(spoken)}`);
    await expect(readDiscussion(join(dir, 'town-hall.json'), new SumCheck())).resolves.toMatchObject({
      stem: 'town-hall',
      origin: 'original',
    });
  });

  test('when a file says to be ours but is not whole, then it is held to our own schema', async () => {
    const problems = await explain({ ...spoken, job_hash: 'a'.repeat(64) });
    expect(problems).toContainEqual(expect.stringMatching(/^1:1 {2}.*"created_at"/));
  });

  test('when the folder is a file or is not there, then the error names it', async () => {
    await put('town-hall.json', spoken);
    await expect(readAll(readDiscussions(join(dir, 'town-hall.json'), new SumCheck()))).resolves.toMatchObject({
      problems: [{ code: 'SYNDISCO_INPUT_NOT_FOUND' }],
    });
    await expect(readAll(readDiscussions(join(dir, 'nowhere'), new SumCheck()))).resolves.toMatchObject({
      problems: [{ code: 'SYNDISCO_INPUT_NOT_FOUND' }],
    });
  });
});

describe('readAnnotations', () => {
  test("when a folder holds the original's files, then annotations are read and discussions passed over", async () => {
    const { read, problems } = await readAll(readAnnotations(originals, new SumCheck()));
    expect(problems).toEqual([]);
    expect(read.map(({ folder, stem }) => `${folder}/${stem}`)).toContain('panel/harbour-0001');
    expect(read).toHaveLength(12);
  });

  test('when only the prompts tell an annotation from a discussion, then each is read as what it is', async () => {
    const entry = { name: 'carla', text: '2', model: 'judge' };
    const typed = (type: string) => JSON.stringify({ context: '', instructions: 'Rate.', type, persona: {} });
    const asked = (end: string) => JSON.stringify({ role: 'user', content: `Conversation so far:\n${end}` });
    const prompts = [typed('annotator'), typed('user'), asked('Output:'), asked('User carla posted:'), undefined];
    for (const [index, prompt] of prompts.entries()) await put(`${index}.json`, { logs: [{ ...entry, prompt }] });
    await put('5.json', {
      logs: [
        { ...entry, prompt: typed('3') },
        { name: 'jonas', text: 'Who pays?' },
      ],
    });
    const discussions = await readAll(readDiscussions(dir, new SumCheck()));
    const annotations = await readAll(readAnnotations(dir, new SumCheck()));
    expect(discussions.read.map(({ stem }) => stem)).toEqual(['1', '3', '4', '5']);
    // The file that does not say is in both; who reads both takes it for a discussion.
    expect(annotations.read.map(({ stem }) => stem)).toEqual(['0', '2', '4']);
  });

  test('when there is no folder, then there is no annotation', async () => {
    expect(await readAll(readAnnotations(join(dir, 'nowhere'), new SumCheck()))).toEqual({ read: [], problems: [] });
  });
});
