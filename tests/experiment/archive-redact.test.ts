import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { describe, expect, test } from 'vitest';
import { writeConfigCopy } from '../../src/experiment/archive/seal-config-copy.js';
import { archiveExperiment } from '../../src/experiment/archive/archive-experiment.js';
import { redactor } from '../../src/experiment/archive/redact.js';
import { syndisco, writeIn } from '../cli/syndisco.js';
import { finishedTown } from './finished-town.js';

async function emptyFolder(): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-'));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

describe('what a redacted archive shows', () => {
  test('when configs have comments, or the run has annotation sets, then no path or server is in any of them', async () => {
    await using town = await finishedTown();
    const annotated = await syndisco([
      'annotate',
      '--as',
      'second',
      '-c',
      town.config,
      '--set',
      `run_dir=${town.dir}/run`,
    ]);
    expect(annotated.code, annotated.stderr).toBe(0);
    const set = join(town.dir, 'run/sets/second/config.yaml');
    for (const file of [town.config, set]) {
      const text = (await readFile(file, 'utf8')).replace('seed: 7', `seed: 7 # as in ${town.dir}/notes`);
      const commented = `# from http://gpu7:8000/v1\n${text}`;
      await (file === set ? writeConfigCopy(file, commented) : writeFile(file, commented));
    }
    const path = join(town.dir, 'a.tar.gz');
    await archiveExperiment(await town.open(), { path, isRedacted: true, set: [] });
    await using unpacked = await emptyFolder();
    await extract({ file: path, cwd: unpacked.dir });
    for (const name of ['syndisco.yml', 'run/config.yaml', 'run/sets/second/config.yaml']) {
      const text = await readFile(join(unpacked.dir, 'town-hall', name), 'utf8');
      expect(text).toContain('seed: 7');
      for (const private_ of [town.dir, 'gpu7']) expect(text).not.toContain(private_);
    }
    expect(await readFile(join(unpacked.dir, 'town-hall/run/sets/second/config.yaml'), 'utf8')).toContain(
      '# --set run_dir=',
    );
  });

  test('when the host is called like a common word, then only the host is replaced', async () => {
    await using folder = await emptyFolder();
    const files = {
      'run/run.json': '{ "experiment": "town-hall", "facts": { "host": "town" } }',
      'run/failures/town-hall-0001.json': '{ "story": "town.example.org: no answer from town, in town-hall" }',
      'dataset/tidy/codebook.md': 'The town of town-hall. See /srv/my\\_study/out and /srv/my_study2.',
      'run/discussions/town-hall-0001.json': '{ "text": "Our town, and town-hall" }',
    };
    await writeIn(folder.dir, files);
    const found = await redactor({ folders: ['/srv/my_study'], host: 'town' }).redactFiles(folder.dir);
    const read = (name: string): Promise<string> => readFile(join(folder.dir, name), 'utf8');
    expect(await read('run/run.json')).toBe('{ "experiment": "town-hall", "facts": { "host": "[redacted]" } }');
    expect(await read('run/failures/town-hall-0001.json')).toBe(
      '{ "story": "[redacted]: no answer from [redacted], in town-hall" }',
    );
    expect(await read('dataset/tidy/codebook.md')).toBe(
      'The town of town-hall. See [redacted]/out and /srv/my_study2.',
    );
    expect(found).toContainEqual({ file: 'dataset/tidy/codebook.md', replaced: 1, remaining: 1 });
    expect(found).toContainEqual({ file: 'run/discussions/town-hall-0001.json', replaced: 0, remaining: 1 });
  });
});
