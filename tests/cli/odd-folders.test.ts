import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';
import { startSyndisco, syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

const generate = ({ config }: Project, ...args: string[]): Promise<Exit> =>
  syndisco(['generate', '-c', config, '--json', ...args]);

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isTrue())) await delay(20);
}

/** Replies as soon as there is a file `go`. */
const waitingEngine = `
import { access } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
const go = new URL('go', import.meta.url);
export const load = () => ({
  async generate() {
    while (await access(go).then(() => false, () => true)) await delay(20);
    return 'Fewer cars.';
  },
});
`;

describe('a folder for logs that is none', () => {
  test.each(['/proc/town-hall/logs', '/proc/1/logs', '/sys/kernel/logs', 'personas.json', 'personas.json/logs'])(
    'when logs_dir is %s, then one warning says so and the discussions are made',
    async (dir) => {
      await using project = await townHallProject();
      const exit = await generate(project, '--set', `logging.logs_dir=${dir}`);
      expect(exit.code, exit.stderr).toBe(0);
      expect(exit.stderr).toMatch(/^\S+ warn {2}\[-\] no log file is written: [^\n]+\n$/);
    },
  );

  test('when it is deleted while a run writes there, then a warning says so, there and in a new file, and the run goes on', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, { 'engine.mjs': waitingEngine });
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    const logs = join(project.dir, 'logs');
    const { exit } = startSyndisco(['generate', '-c', project.config, '--json']);
    await until(async () => (await readdir(join(project.dir, 'run/journal/discussions')).catch(() => [])).length > 0);
    await rm(logs, { recursive: true });
    await writeIn(project.dir, { go: '' });
    const { code, stderr } = await exit;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(
      /^\S+ warn {2}\[-\] \S+\.log was deleted or moved while it was written: lines before this one may be missing\n$/,
    );
    const [name = ''] = await readdir(logs);
    expect(await readFile(join(logs, name), 'utf8')).toContain(stderr.replace(/^\S+/, ''));
  });
});

describe('a run directory that somebody else has prepared', () => {
  test.each(['logs', 'journal', 'journal/annotations', 'sets', 'sets/strict', 'sets/strict/journal'])(
    'when its %s is a link to another folder, then the run is refused and nothing is written there',
    async (name) => {
      await using project = await townHallProject();
      const elsewhere = join(project.dir, 'elsewhere');
      const link = join(project.dir, 'run', name);
      await mkdir(elsewhere);
      await mkdir(join(link, '..'), { recursive: true });
      await symlink(elsewhere, link);
      const exit = await generate(project);
      expect(exit.code, exit.stderr).toBe(73);
      expect(problemsOf(exit)).toMatchObject([{ code: 'SYNDISCO_STORAGE_DENIED', where: { file: link } }]);
      expect(await readdir(elsewhere)).toEqual([]);
    },
  );

  test('when its journals are a link within it, then the run goes on', async () => {
    await using project = await townHallProject();
    await mkdir(join(project.dir, 'run/moved'), { recursive: true });
    await symlink('moved', join(project.dir, 'run/journal'));
    const exit = await generate(project);
    expect(exit.code, exit.stderr).toBe(0);
  });

  test.each(['info', 'error'])(
    'when its lock cannot be read and the log shows what is %s, then it says at once what it waits for, and a stop ends the wait',
    async (level) => {
      await using project = await townHallProject();
      const lock = join(project.dir, 'run/shards/1-of-1.lock');
      await writeIn(project.dir, { 'run/shards/1-of-1.lock': 'town hall' });
      const shown = ['print_to_terminal=true', `level=${level}`].flatMap((one) => ['--set', `logging.${one}`]);
      const { child, exit } = startSyndisco(['generate', '-c', project.config, ...shown]);
      let said = '';
      child.stderr?.on('data', (text: string) => (said += text));
      await until(() => said.includes('\n') || child.exitCode !== null);
      expect(said).toContain(`the lock ${lock} cannot be read: waiting up to 5 minutes`);
      child.kill('SIGTERM');
      expect((await exit).code).toBe(75);
    },
  );

  test('when its lock is a named pipe, then it is refused', async () => {
    await using project = await townHallProject();
    await mkdir(join(project.dir, 'run/shards'), { recursive: true });
    execFileSync('mkfifo', [join(project.dir, 'run/shards/1-of-1.lock')]);
    const exit = await generate(project);
    expect(exit.code, exit.stderr).toBe(73);
    expect(problemsOf(exit)[0]?.what).toContain('Expected a file, found a named pipe or a socket');
  });
});
