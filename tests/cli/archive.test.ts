import { mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { describe, expect, test } from 'vitest';
import { comment, startServer } from '../backends/openai/faulty-server.js';
import { finishedTown } from '../experiment/finished-town.js';
import { syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

/** Makes an archive with the CLI, and unpacks it into a new folder. */
async function unpacked(config: string, ...args: string[]): Promise<Unpacked> {
  const folder = await mkdtemp(join(tmpdir(), 'syndisco-unpacked-'));
  const path = join(folder, 'a.tar.gz');
  const made = await syndisco(['archive', path, '-c', config, ...args]);
  if (made.code !== 0) throw new Error(made.stderr);
  await extract({ file: path, cwd: folder });
  const dir = join(folder, 'town-hall');
  return {
    dir,
    stdout: made.stdout,
    path,
    read: (name) => readFile(join(dir, name), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Unpacked extends AsyncDisposable {
  dir: string;
  stdout: string;
  path: string;
  read(name: string): Promise<string>;
}

function succeed({ code, stdout, stderr }: Exit): string {
  expect(code, stderr).toBe(0);
  return stdout;
}

async function append(project: Pick<Project, 'config'>, text: string): Promise<void> {
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + text);
}

const three = ['--set', 'discussions.experiment_variables.num_experiments=3'];

describe('the config in an archive', () => {
  test('when --set has a secret, then it is not in the archive', async () => {
    await using town = await finishedTown();
    const whole = 'model_parameters={openai: {base_urls: ["http://a/v1"], extra_body: {key: sk-4717}}}';
    for (const set of ['model_parameters.openai.extra_body.key=sk-4716', whole]) {
      const secret = ['--set', 'model_parameters.openai.base_urls=["http://a/v1"]', '--set', set];
      const kept = set === whole ? ['--set', 'model_parameters.general={library_type: scripted}'] : [];
      await using archive = await unpacked(town.config, ...secret, ...kept, '--redact');
      for (const name of ['syndisco.yml', 'run/config.yaml', 'README.md'])
        expect(await archive.read(name)).not.toContain('sk-47');
    }
  });

  test('when --set overrides a profile, then the unpacked study has the design of the run', async () => {
    await using project = await townHallProject();
    await append(
      project,
      'profile: small\nprofiles:\n  small: { discussions.experiment_variables.num_experiments: 2 }',
    );
    succeed(await syndisco(['run', '-c', project.config, ...three]));
    await using archive = await unpacked(project.config, ...three);
    expect(archive.stdout).not.toContain('refuse');
    expect(succeed(await syndisco(['run'], { cwd: archive.dir }))).toContain('3 of 3 discussions');
    succeed(await syndisco(['run', '--fork', 'again'], { cwd: archive.dir }));
  });

  test('when the config ends without a line break, then --set does not change its last value', async () => {
    await using project = await townHallProject();
    const text = (await readFile(project.config, 'utf8')).trimEnd();
    await writeFile(project.config, `${text}\ndataset_export:\n  export_path: out.csv`);
    succeed(await syndisco(['run', '-c', project.config, ...three]));
    const copy = await readFile(join(project.dir, 'run/config.yaml'), 'utf8');
    expect(copy).toContain('export_path: out.csv\n# --set');
    await using archive = await unpacked(project.config, ...three);
    expect(await archive.read('syndisco.yml')).toContain('num_experiments: 3');
  });

  test('when servers call their model by a path, then it stays, and the unpacked study goes on', async () => {
    await using server = await startServer(comment());
    await using project = await townHallProject();
    await project.edit('{ library_type: scripted', '{ library_type: openai, model_path: /models/Demo-1B');
    await project.edit('  scripted: { slots: 4 }', `  openai: { base_urls: ['${server.url}'] }`);
    succeed(await syndisco(['run', '-c', project.config]));
    await using archive = await unpacked(project.config);
    expect(await archive.read('syndisco.yml')).toContain('model_path: /models/Demo-1B');
    expect(await archive.read('README.md')).not.toContain('put the weights here');
    succeed(await syndisco(['run'], { cwd: archive.dir }));
  });
});

describe('an archive that cannot go on', () => {
  test('when an input has changed since the run, then the command and the README say that a run would be refused', async () => {
    await using town = await finishedTown();
    await writeFile(join(town.dir, 'instructions/participant.txt'), 'Shout.');
    await using archive = await unpacked(town.config);
    const problem = 'instructions/participant.txt has changed since this was planned';
    expect(archive.stdout).toContain(problem);
    expect(await archive.read('README.md')).toContain(problem);
    expect(await archive.read('README.md')).not.toContain('.a.tar.gz');
    expect((await syndisco(['run'], { cwd: archive.dir })).code).toBe(78);
  });

  test('when the config asks for less than the run has made, then they say so, too', async () => {
    await using town = await finishedTown();
    await using archive = await unpacked(town.config, ...three);
    expect(archive.stdout).toContain('town-hall-0004');
    expect(await archive.read('README.md')).toContain('town-hall-0004');
  });
});

describe('what an archive has of the run directory', () => {
  test('when folders of the run directory are links, then all of them is in it', async () => {
    await using town = await finishedTown();
    succeed(await syndisco(['withdraw', 'town-hall-0002', '--why', 'a loop', '-c', town.config]));
    for (const name of ['withdrawn', 'discussions']) {
      await rename(join(town.dir, 'run', name), join(town.dir, `far-${name}`));
      await symlink(join(town.dir, `far-${name}`), join(town.dir, 'run', name));
    }
    await using archive = await unpacked(town.config);
    expect(await archive.read('run/withdrawn/0001.json')).toContain('a loop');
    expect(succeed(await syndisco(['verify', archive.path]))).toContain('1 withdrawn');
  });

  test('when all that lacks is annotations of a withdrawn discussion, then it is complete', async () => {
    await using town = await finishedTown();
    succeed(await syndisco(['withdraw', 'town-hall-0002', '--why', 'a loop', '-c', town.config]));
    await rm(join(town.dir, 'run/annotations/town-hall-0002--nora.json'));
    await rm(join(town.dir, 'run/journal/annotations/town-hall-0002--nora.0001.jsonl'));
    await using archive = await unpacked(town.config);
    expect(archive.stdout).not.toContain('not complete');
    expect(await archive.read('README.md')).toContain('Complete: 4 of 4 discussions (1 withdrawn)');
  });
});
