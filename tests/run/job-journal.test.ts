import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openJobJournal, type JobJournal } from '../../src/run/job-journal.js';
import { trackProgress } from '../../src/run/progress.js';
import type { RunLog } from '../../src/run/run-log.js';
import { watchLabels } from '../../src/run/watch-labels.js';
import { watchReplyRoom } from '../../src/run/watch-reply-room.js';
import { usualRules } from '../../src/run/run-rules.js';
import { stopRequest } from '../../src/run/stop-request.js';
import type { JournalRecord } from '../../src/store/run-store.js';
import type { FilePort } from '../../src/store/disk/file-port.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { emptyDir } from '../store/empty-dir.js';
import { model, openTownHall, planned, record } from '../town-hall/records.js';
import { errno } from '../store/without-links.js';

type Step = 'write' | 'dataSync';

const line = planned(1);
const sixty = Array.from({ length: 60 }, (_, comment) => record(comment));

let dir: string;
/** Decides, call by call, what a journal's file does: passes, waits, or fails with an errno. */
let onStep: (step: Step) => Promise<string | undefined>;
let syncs: number;
beforeEach(async () => {
  dir = await emptyDir();
  onStep = () => Promise.resolve(undefined);
  syncs = 0;
});

const disk: FilePort = {
  ...nodeFiles,
  async createExclusive(path) {
    const file = await nodeFiles.createExclusive(path);
    if (!path.includes('/journal/')) return file;
    const step = async (name: Step): Promise<void> => {
      const code = await onStep(name);
      if (code !== undefined) throw errno(code, path);
    };
    return {
      ...file,
      write: (bytes) => step('write').then(() => file.write(bytes)),
      dataSync() {
        syncs += 1;
        return step('dataSync').then(() => file.dataSync());
      },
    };
  },
};

async function openJournal(): Promise<JobJournal> {
  const store = await openTownHall(dir, { shard: 'none', files: disk });
  await store.plan([line]);
  const quiet = (): void => undefined;
  const log: RunLog = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const progress = trackProgress({ kind: 'annotation', jobs: [], now: () => new Date() }, quiet);
  const watches = { replyRoom: watchReplyRoom(), labels: watchLabels(undefined) };
  const run = { store, backends: new Map(), log, progress, stop: stopRequest(0), ...watches };
  const rules = { ...usualRules, patienceMs: 50 };
  return openJobJournal(line, {
    run: { ...run, budget: undefined, now: () => new Date(), rules },
    models: { identities: [model] },
  });
}

function appendAll(journal: JobJournal, records: readonly JournalRecord[]): Promise<PromiseSettledResult<void>[]> {
  return Promise.allSettled(records.map((one) => journal.append(one)));
}

function codes(outcomes: readonly PromiseSettledResult<void>[]): unknown[] {
  return [
    ...new Set(
      outcomes.map((outcome) =>
        outcome.status === 'rejected' ? (outcome.reason as { code?: string }).code : 'on disk',
      ),
    ),
  ];
}

/** For each attempt, in order, the indices of the records that its journal holds. */
async function journals(): Promise<number[][]> {
  const folder = join(dir, 'journal', 'discussions');
  const texts = await Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) =>
    text
      .split('\n')
      .filter((one) => one.startsWith('{"kind":"completion"'))
      .map((one) => (JSON.parse(one) as JournalRecord).index),
  );
}

const inOrder = (indices: readonly number[] = []): number[] => [...indices].sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Fails the n-th such step from now on. */
function failOn(step: Step, code: string, place = 1): void {
  let left = place;
  onStep = (name) => Promise.resolve(name === step && --left === 0 ? code : undefined);
}

describe('the journal of a job', () => {
  it('when sixty records arrive at once, then they go to the disk together', async () => {
    const journal = await openJournal();
    syncs = 0;
    expect(codes(await appendAll(journal, sixty))).toEqual(['on disk']);
    expect(syncs).toBeLessThanOrEqual(5);
    expect((await journals()).map(inOrder)).toEqual([upTo(60)]);
    await journal.abandon();
  });

  it('when the disk is busy, then no record counts as written before its own sync has ended', async () => {
    const journal = await openJournal();
    const gates: (() => void)[] = [];
    onStep = async (name) => {
      if (name === 'dataSync') await new Promise<void>((resolve) => gates.push(resolve));
      return undefined;
    };
    const written: number[] = [];
    const append = (one: JournalRecord): Promise<unknown> => journal.append(one).then(() => written.push(one.index));
    const first = append(record(0));
    await until(() => gates.length === 1);
    const others = [1, 2, 3].map((index) => append(record(index)));
    await aMoment();
    expect(written).toEqual([]);
    gates.shift()?.();
    await first;
    await until(() => gates.length === 1);
    expect(written).toEqual([0]);
    gates.shift()?.();
    await Promise.all(others);
    expect(gates).toEqual([]);
    expect(written).toEqual([0, 1, 2, 3]);
    await journal.abandon();
  });
});

describe('a disk that fills up under many records', () => {
  it.each<[Step, number]>([
    ['write', 1],
    ['dataSync', 1],
    ['write', 2],
    ['dataSync', 2],
  ])('when %s number %i fails, then one other attempt holds every record once', async (step, place) => {
    const journal = await openJournal();
    failOn(step, 'ENOSPC', place);
    const [head, ...rest] = sixty;
    const early = appendAll(journal, head ? [head] : []);
    const late = aMoment().then(() => appendAll(journal, rest));
    expect(codes([...(await early), ...(await late)])).toEqual(['on disk']);
    await journal.finish();
    const attempts = await journals();
    expect(attempts).toHaveLength(2);
    expect(inOrder(attempts[1])).toEqual(upTo(60));
  });

  it('when records arrive while the attempt is replaced, then they are in the new one, once, before they count', async () => {
    const journal = await openJournal();
    let replacing: (() => void) | undefined;
    let failures = 1;
    onStep = async (name) => {
      if (name !== 'write') return undefined;
      if (failures-- > 0) return 'ENOSPC';
      // The carried records of the new attempt: the disk takes its time over them.
      if (!replacing) await new Promise<void>((resolve) => (replacing = resolve));
      return undefined;
    };
    const early = appendAll(journal, sixty.slice(0, 30));
    await until(() => replacing !== undefined);
    let lateCounts = false;
    const late = appendAll(journal, sixty.slice(30)).finally(() => (lateCounts = true));
    await aMoment();
    expect(lateCounts).toBe(false);
    replacing?.();
    expect(codes([...(await early), ...(await late)])).toEqual(['on disk']);
    await journal.finish();
    expect((await journals()).map(inOrder)).toEqual([[], upTo(60)]);
  });

  it('when records arrive while room is waited for, then they stand once in the attempt that takes over', async () => {
    const journal = await openJournal();
    let failures = 0;
    onStep = (name) => Promise.resolve(name === 'write' && ++failures <= 2 ? 'ENOSPC' : undefined);
    const early = appendAll(journal, sixty.slice(0, 30));
    await until(() => failures === 2);
    const late = appendAll(journal, sixty.slice(30));
    expect(codes([...(await early), ...(await late)])).toEqual(['on disk']);
    await journal.finish();
    expect((await journals()).map(inOrder)).toEqual([[], [], upTo(60)]);
  });

  it('when the disk fills up again under the attempt that took over, then a third one holds every record once', async () => {
    const journal = await openJournal();
    let writes = 0;
    onStep = (name) => Promise.resolve(name === 'write' && [1, 3].includes(++writes) ? 'ENOSPC' : undefined);
    const early = await appendAll(journal, sixty.slice(0, 30));
    const late = await appendAll(journal, sixty.slice(30));
    expect(codes([...early, ...late])).toEqual(['on disk']);
    await journal.finish();
    const attempts = await journals();
    expect(attempts).toHaveLength(3);
    expect(inOrder(attempts[2])).toEqual(upTo(60));
  });

  it('when it stays full, then every record fails for that reason, those that come later too, after one wait', async () => {
    const journal = await openJournal();
    onStep = (name) => Promise.resolve(name === 'write' ? 'ENOSPC' : undefined);
    expect(codes(await appendAll(journal, sixty.slice(0, 30)))).toEqual(['SYNDISCO_DISK_FULL']);
    const attempts = (await journals()).length;
    expect(codes(await appendAll(journal, sixty.slice(30)))).toEqual(['SYNDISCO_DISK_FULL']);
    await expect(journal.finish()).rejects.toMatchObject({ code: 'SYNDISCO_DISK_FULL' });
    await journal.abandon();
    expect(await journals()).toHaveLength(attempts);
    expect(attempts).toBe(1 + 4); // the tries of wait-for-room.ts
  });

  it('when it breaks instead, then every record fails for that reason, and no attempt takes over', async () => {
    const journal = await openJournal();
    failOn('dataSync', 'EIO');
    const early = appendAll(journal, sixty.slice(0, 30));
    const late: Promise<PromiseSettledResult<void>[]>[] = [];
    for (const one of sixty.slice(30)) {
      await Promise.resolve();
      late.push(appendAll(journal, [one]));
    }
    expect(codes([...(await early), ...(await Promise.all(late)).flat()])).toEqual(['SYNDISCO_STORAGE_IO']);
    expect(codes(await appendAll(journal, [record(60)]))).toEqual(['SYNDISCO_STORAGE_IO']);
    await journal.abandon();
    expect(await journals()).toHaveLength(1);
  });

  it('when it is full at the end, then another attempt says that the job is done', async () => {
    const journal = await openJournal();
    await appendAll(journal, sixty);
    failOn('dataSync', 'ENOSPC');
    await journal.finish();
    expect((await journals()).map(inOrder)).toEqual([upTo(60), upTo(60)]);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await aMoment();
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
