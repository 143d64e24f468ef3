import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { create, extract } from 'tar';
import { describe, expect, test } from 'vitest';
import { SyndiscoError } from '../../src/errors.js';
import { archiveExperiment, type Archived } from '../../src/experiment/archive/archive-experiment.js';
import { checksumsOf } from '../../src/experiment/archive/checksums.js';
import { verifyArchive } from '../../src/experiment/archive/verify-archive.js';
import { planExperiment } from '../../src/experiment/plan-experiment.js';
import { openExperiment } from '../../src/experiment/open-experiment.js';
import { withdrawDiscussion } from '../../src/experiment/withdraw-discussion.js';
import { syndisco } from '../cli/syndisco.js';
import { finishedTown, type Town } from './finished-town.js';

const run = promisify(execFile);

async function archive(town: Town, options: { path?: string; isRedacted?: boolean } = {}): Promise<Archived> {
  const { path = join(town.dir, 'a.tar.gz'), isRedacted = false } = options;
  // As a fork does, which has its run directory from the command line.
  const experiment = await town.open(isRedacted ? [`run_dir=${town.dir}/run`] : []);
  return archiveExperiment(experiment, { path, isRedacted, set: [] });
}

/** Unpacks into a new folder, and resolves to the folder of the study in it. */
async function unpack(path: string): Promise<{ dir: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'syndisco-unpacked-'));
  await extract({ file: path, cwd: folder });
  const dispose = () => rm(folder, { recursive: true, force: true });
  return { dir: join(folder, 'town-hall'), [Symbol.asyncDispose]: dispose };
}

/** With another config, and checksums that fit. */
async function packAgain(dir: string, path: string, config: string): Promise<void> {
  await writeFile(join(dir, 'syndisco.yml'), config);
  await writeFile(join(dir, 'SHA256SUMS'), await checksumsOf(dir));
  await create({ file: path, gzip: true, cwd: join(dir, '..') }, ['town-hall']);
}

async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SyndiscoError)) throw new Error(`no error: ${String(error)}`);
  return error.problems.map(({ code, what }) => `${code} ${what}`);
}

/** All jobs that a run in this folder would still make. */
async function leftIn(dir: string): Promise<string[]> {
  const experiment = await openExperiment({ config: join(dir, 'syndisco.yml') }, () => parts);
  const { plan } = await planExperiment(experiment, { say: () => undefined });
  return plan.jobs.filter(({ standing }) => standing.state !== 'done').map(({ line }) => line.id);
}

const parts = { discussions: true, annotation: true };

describe('an archive', () => {
  test('when it is made twice, elsewhere and later, then the bytes are the same, and no other file is left', async () => {
    await using town = await finishedTown();
    await using copy = await finishedTown();
    const [{ path }, { path: again }] = [await archive(town), await archive(copy)];
    expect(await readFile(again)).toEqual(await readFile(path));
    expect((await readdir(town.dir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('when it is unpacked, then tar, python3 and sha256sum read it', async ({ skip }) => {
    await using town = await finishedTown();
    const { path, files } = await archive(town);
    await using unpacked = await unpack(path);
    const script = 'import sys, tarfile; print(len(tarfile.open(sys.argv[1]).getmembers()))';
    try {
      expect((await run('tar', ['tzf', path])).stdout.trim().split('\n')).toHaveLength(files);
      expect((await run('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: unpacked.dir })).stdout).toContain('OK');
      expect((await run('python3', ['-c', script, path])).stdout.trim()).toBe(String(files));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        skip('tar, sha256sum or python3 is missing');
      throw error;
    }
  });

  test('when inputs, documents and data set are elsewhere, then the unpacked study has all of it and is complete', async () => {
    await using town = await finishedTown();
    const outside = await mkdtemp(join(tmpdir(), 'syndisco-outside-'));
    for (const name of ['topics', 'personas.json']) await rename(join(town.dir, name), join(outside, name));
    await mkdir(join(outside, 'published'));
    await rename(join(town.dir, 'run/discussions'), join(outside, 'published/discussions'));
    await rename(join(town.dir, 'run'), join(outside, 'run'));
    const text = await readFile(town.config, 'utf8');
    const moved = text
      .replace('topics_dir: topics', `topics_dir: ${outside}/topics # of the city`)
      .replace('user_persona_path: personas.json', `user_persona_path: ${outside}/personas.json`)
      .replace('    user_instr', `    output_dir: ${outside}/published/discussions\n    user_instr`)
      .replace('run_dir: run', `run_dir: ${outside}/run`);
    await writeFile(town.config, moved);
    const { path } = await archive(town);
    await rm(outside, { recursive: true });
    await using unpacked = await unpack(path);
    const config = await readFile(join(unpacked.dir, 'syndisco.yml'), 'utf8');
    expect(config).toContain('topics_dir: files/topics # of the city');
    expect(config).not.toContain(outside);
    expect(await leftIn(unpacked.dir)).toEqual([]);
    expect(await verifyArchive(path)).toMatchObject({ published: { discussion: 4, annotation: 8 }, problems: [] });
  });

  test('when the run is not complete, then the archive says so, and goes on when it is unpacked', async () => {
    await using town = await finishedTown();
    await withdrawDiscussion(await town.settings(), { id: 'town-hall-0003', why: 'a loop', undo: false });
    await unlink(join(town.dir, 'run/discussions/town-hall-0004.json'));
    await unlink(join(town.dir, 'run/journal/discussions/town-hall-0004.0001.jsonl'));
    const { path, isComplete } = await archive(town);
    expect(isComplete).toBe(false);
    await using unpacked = await unpack(path);
    expect(await readFile(join(unpacked.dir, 'README.md'), 'utf8')).toContain('**Not complete**: 3 of 4 discussions');
    const exit = await syndisco(['run', '--json'], { cwd: unpacked.dir });
    expect(exit.code, exit.stderr).toBe(0);
    const names = await readdir(join(unpacked.dir, 'run/discussions'));
    expect(names).toHaveLength(4);
    const csv = await readFile(join(unpacked.dir, 'dataset/dataset.csv'), 'utf8').catch(() => '');
    expect(csv).not.toContain('town-hall-0003');
  });

  test('when it is redacted, then no path or host is in it, its checksums hold, and the texts are the same', async () => {
    await using town = await finishedTown();
    await writeFile(
      town.config,
      `${await readFile(town.config, 'utf8')}dataset_export: { export_path: ${town.dir}/private/out.csv }\n`,
    );
    const failure = {
      kind: 'discussion',
      job: 'town-hall-0009',
      at: '',
      story: `no answer from http://gpu7:8000/v1, see ${town.dir}/x`,
    };
    await writeFile(join(town.dir, 'run/failures/town-hall-0009.json'), JSON.stringify(failure));
    const { path, redactions } = await archive(town, { isRedacted: true });
    await using unpacked = await unpack(path);
    const read = async (name: string): Promise<string> => readFile(join(unpacked.dir, name), 'utf8');
    for (const name of [
      'syndisco.yml',
      'run/config.yaml',
      'run/run.json',
      'run/failures/town-hall-0009.json',
      'README.md',
    ])
      for (const private_ of [town.dir, `"${hostname()}"`, 'gpu7']) expect(await read(name)).not.toContain(private_);
    expect(await read('README.md')).toContain('- `run/failures/town-hall-0009.json`: 2 replaced');
    expect(redactions.filter(({ remaining }) => remaining > 0)).toEqual([]);
    const document = 'run/discussions/town-hall-0001.json';
    expect(await read(document)).toBe(await readFile(join(town.dir, document), 'utf8'));
    expect(await verifyArchive(path)).toMatchObject({ problems: [] });
    expect(await leftIn(unpacked.dir)).toEqual([]);
  });

  test('when a file in it is changed, missing, added or not plain, then verify names it', async () => {
    await using town = await finishedTown();
    const { path } = await archive(town);
    await using unpacked = await unpack(path);
    const again = async (): Promise<string[]> => {
      await create({ file: `${path}.2.tar.gz`, gzip: true, cwd: join(unpacked.dir, '..') }, ['town-hall']);
      return problemsOf(verifyArchive(`${path}.2.tar.gz`));
    };
    await create({ file: `${path}.3.tar.gz`, gzip: true, cwd: join(unpacked.dir, '..') }, ['town-hall/run']);
    expect(await problemsOf(verifyArchive(`${path}.3.tar.gz`))).toEqual([
      expect.stringContaining('it has no SHA256SUMS'),
    ]);
    await writeFile(join(unpacked.dir, 'personas.json'), '[]');
    await unlink(join(unpacked.dir, 'run/run.json'));
    await cp(town.config, join(unpacked.dir, 'more.yml'));
    expect((await again()).map((problem) => problem.replace(/^.*was made: /, ''))).toEqual([
      'more.yml is not in its SHA256SUMS.',
      'personas.json has changed.',
      'run/run.json is missing.',
    ]);
    await run('ln', ['-s', '/etc/passwd', join(unpacked.dir, 'link')]);
    expect(await again()).toEqual([expect.stringContaining('town-hall/link is not a plain file')]);
  });

  test('when its config names a run elsewhere, then verify does not vouch for that one', async () => {
    await using town = await finishedTown();
    const { path } = await archive(town);
    await using unpacked = await unpack(path);
    await packAgain(unpacked.dir, path, `run_dir: ${town.dir}/run\n`);
    expect(await problemsOf(verifyArchive(path))).toEqual([
      expect.stringContaining(`its config names ${town.dir}/run, which is not in it`),
    ]);
  });

  test('when its config has a mistake, then the position is in the archive, and nothing is left behind', async () => {
    await using town = await finishedTown();
    const { path } = await archive(town);
    await using unpacked = await unpack(path);
    await packAgain(unpacked.dir, path, 'run_dir: run\nsed: 7\n');
    const exit = await syndisco(['verify', path], { env: { TMPDIR: unpacked.dir } });
    expect(exit.stderr).toContain(`${path}/town-hall/syndisco.yml:2:1`);
    expect(exit.stderr).not.toContain('syndisco-archive-');
    expect(await readdir(unpacked.dir)).not.toContainEqual(expect.stringContaining('syndisco-archive-'));
  });

  test('when it is cut short or no archive at all, then verify says so', async () => {
    await using town = await finishedTown();
    const { path } = await archive(town);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length / 2));
    expect(await problemsOf(verifyArchive(path))).toEqual([expect.stringContaining('SYNDISCO_ARCHIVE_DAMAGED')]);
    expect(await problemsOf(verifyArchive(town.config))).toEqual([expect.stringContaining('SYNDISCO_ARCHIVE_DAMAGED')]);
    expect(await problemsOf(verifyArchive(town.dir))).toEqual([expect.stringContaining('SYNDISCO_ARCHIVE_NOT_FOUND')]);
  });

  test('when a document was edited, or the name is not that of an archive, then nothing is written', async () => {
    await using town = await finishedTown();
    const before = await readFile(town.config, 'utf8');
    expect(await problemsOf(archive(town, { path: town.config }))).toEqual([expect.stringContaining('not the name')]);
    expect(await readFile(town.config, 'utf8')).toBe(before);
    const document = join(town.dir, 'run/discussions/town-hall-0001.json');
    await writeFile(document, (await readFile(document, 'utf8')).replace('"text": "', '"text": "Frankly, '));
    expect(await problemsOf(archive(town))).toEqual([expect.stringContaining('SYNDISCO_PUBLISHED_CHANGED')]);
    expect(await readdir(town.dir)).not.toContain('a.tar.gz');
  });
});
