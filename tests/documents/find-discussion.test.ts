import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findDiscussion } from '../../src/documents/find-discussion.js';
import { debate } from '../town-hall/published-debate.js';
import { putDocument } from '../experiment/put-document.js';
import { strangers } from './strangers.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-find-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

describe('findDiscussion', () => {
  test.each(Object.entries(strangers))('when %s comes first, then it is passed over', async (_, put) => {
    await put(join(dir, 'a.json'), 'town-hall');
    expect(await findDiscussion(dir, 'town-hall')).toBeUndefined();
    await putDocument(join(dir, 'b.json'), debate);
    expect(await findDiscussion(dir, 'town-hall')).toEqual(debate);
  });

  test('when the discussions are of another experiment, unfinished or nowhere, then there is none', async () => {
    await putDocument(join(dir, 'a.json'), debate);
    await putDocument(join(dir, '.town-hall-0001.json'), { ...debate, experiment: 'street' });
    expect(await findDiscussion(dir, 'street')).toBeUndefined();
    expect(await findDiscussion(join(dir, 'gone'), 'town-hall')).toBeUndefined();
  });
});
