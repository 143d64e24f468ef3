import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Exporter from '../../src/experiment/export-dataset.js';
import type { ExportedDataset } from '../../src/experiment/export-dataset.js';
import type { ExportOptions } from '../../src/experiment/export-options.js';
import type * as Own from '../../src/experiment/own-documents.js';
import type * as Pool from '../../src/experiment/threads/thread-pool.js';
import { SumCheck } from '../../src/document-sum.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { replaceFile } from '../../src/store/disk/replace-file.js';
import { root, syndisco } from '../cli/syndisco.js';
import { finishedTown, type Town } from './finished-town.js';

/** Threads run what has been built. */
const built = <Module>(path: string) => import(join(root, 'build/experiment', path)) as Promise<Module>;
const { exportDataset } = await built<typeof Exporter>('export-dataset.js');
const { ownDocuments } = await built<typeof Own>('own-documents.js');
const { openThreadPool } = await built<typeof Pool>('threads/thread-pool.js');

let town: Town;

beforeAll(async () => {
  town = await finishedTown();
  const set = (value: string): string[] => ['--set', value];
  const grown = set('discussions.experiment_variables.num_experiments=20');
  for (const args of [
    ['run', ...grown],
    ['annotate', '--as', 'second', ...grown, ...set('annotation.experiment_variables.history_ctx_len=1')],
    ['withdraw', 'town-hall-0003', '--why', 'a test'],
  ]) {
    const { code, stderr } = await syndisco([args[0] ?? '', ...args.slice(1), '-c', town.config]);
    expect(code, stderr).toBe(0);
  }
});

afterAll(() => town[Symbol.asyncDispose]());

interface Export {
  exported: ExportedDataset;
  contents: Record<string, string>;
}

async function exportWith(threads: number, options: Partial<ExportOptions> = {}, dir = town.dir): Promise<Export> {
  const into = join(dir, 'exported');
  await rm(into, { recursive: true, force: true });
  const exported = await exportDataset({
    discussionsDir: join(dir, 'run/discussions'),
    annotationsDir: join(dir, 'run/annotations'),
    path: join(into, 'comments.csv'),
    originalColumns: false,
    forSpreadsheets: false,
    sums: new SumCheck(),
    replaceFile: (to, chunks) => replaceFile(nodeFiles, to, chunks),
    log: { info: () => undefined, warn: () => undefined },
    threads,
    ...options,
  });
  const names = (await readdir(into, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = names.map(async (entry): Promise<[string, string]> => {
    return [entry.name, await readFile(join(entry.parentPath, entry.name), 'latin1')];
  });
  return { exported, contents: Object.fromEntries(await Promise.all(texts)) };
}

describe('an export in several threads', () => {
  test.each<[string, Partial<ExportOptions>]>([
    ['one wide table', { formats: ['csv', 'jsonl'] }],
    ['Parquet', { formats: ['csv', 'parquet'] }],
    ['tidy tables', { isTidy: true }],
    ["the original's columns", { originalColumns: true }],
    ['a file for spreadsheets', { forSpreadsheets: true }],
    ['a role', { filter: { roles: ['participant'] } }],
    ['what is new', { filter: { since: new Date('2020-01-01') } }],
  ])('when it writes %s, then files, counts and warnings are those of one thread', async (_, options) => {
    const only = async () => ({ only: await ownDocuments(await town.settings()) });
    const alone = await exportWith(0, { ...options, ...(await only()) });
    const together = await exportWith(2, { ...options, ...(await only()) });
    expect(Object.keys(alone.contents).length).toBeGreaterThan(0);
    expect(together).toEqual(alone);
  });

  test('when no plan says which documents to read, then those of all plans and sets are read, as by one thread', async () => {
    const alone = await exportWith(0);
    expect(alone.exported.discussions).toBe(20);
    expect(await exportWith(2)).toEqual(alone);
  });

  test('when documents are damaged, then all problems are told together, as by one thread', async () => {
    await using copy = await copyOf(town);
    const file = (kind: string, at: number) => async (): Promise<string> => {
      const dir = join(copy.dir, 'run', kind);
      return join(dir, (await readdir(dir)).filter((name) => name.endsWith('.json')).sort()[at] ?? '');
    };
    await truncate(await file('discussions', 2)(), 300);
    const changed = await file('discussions', 12)();
    await writeFile(changed, (await readFile(changed, 'utf8')).replace('"text": "', '"text": "Not '));
    await writeFile(await file('annotations', 7)(), '{"conv_id": 3,\n "logs": [');
    const problemsOf = (threads: number): Promise<unknown> =>
      exportWith(threads, {}, copy.dir).then(
        () => 'no error',
        (error: unknown) => (error instanceof Object && 'problems' in error ? error.problems : error),
      );
    const alone = await problemsOf(0);
    expect(alone).toHaveLength(3);
    expect(await problemsOf(2)).toEqual(alone);
  });

  test('when a document is damaged after the columns were found, then its problem ends the rows', async () => {
    await using copy = await copyOf(town);
    const dir = join(copy.dir, 'run/discussions');
    const [first = ''] = (await readdir(dir)).filter((name) => name.endsWith('.json'));
    await truncate(join(dir, first), 300);
    const pool = openThreadPool(1);
    try {
      const columns = { createdAt: 'text' as const, personas: new Map(), annotators: new Map(), factors: new Map() };
      const results = pool.map([
        {
          discussions: [
            {
              ...{ file: join(dir, first), annotations: [], comments: 0, changedAt: new Date(), roles: [] },
              sampledBy: { id: 'a', condition: 'a', replicate: 1 },
            },
          ],
          source: {
            columns: { ...columns, topicMetadata: new Map(), metrics: new Map() },
            ...{ sets: new Map(), hasAnnotations: false, isTidy: false, originalColumns: false },
            ...{ forSpreadsheets: false, roles: [] },
          },
          formats: ['csv'],
          edits: new Set(),
        },
      ]);
      await expect(results.next()).rejects.toMatchObject({
        problems: [{ code: 'SYNDISCO_INPUT_SYNTAX', where: { file: join(dir, first) } }],
      });
    } finally {
      await pool.close();
    }
  });

  test('when there are few documents, then no thread is worth it', () => {
    expect(openThreadPool().isWorth(1000)).toBe(false);
  });
});

async function copyOf({ dir }: Town): Promise<{ dir: string } & AsyncDisposable> {
  const copy = `${dir}-copy`;
  await cp(dir, copy, { recursive: true });
  return { dir: copy, [Symbol.asyncDispose]: () => rm(copy, { recursive: true, force: true }) };
}
