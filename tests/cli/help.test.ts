import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, syndisco, type Exit } from './syndisco.js';

/** The commands in the order of the program's help. */
async function commandsInHelp(): Promise<string[]> {
  const { stdout } = await syndisco(['--help']);
  const list = stdout.slice(stdout.indexOf('Commands:'));
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
}

async function examplesOf(command: string): Promise<string[]> {
  const { stdout } = await syndisco([command, '--help']);
  return [...stdout.matchAll(/^ {2}((?:source <\()?syndisco .*)$/gm)].map(([, line = '']) => line);
}

function inBash(line: string, { cwd, path }: { cwd: string; path: string }): Promise<Omit<Exit, 'signal'>> {
  const env = { ...process.env, PATH: `${path}${delimiter}${process.env['PATH'] ?? ''}` };
  const child = spawn('bash', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...output });
    });
  });
}

describe('help', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'syndisco-help-'));
    await mkdir(join(dir, 'bin'));
    await symlink(join(root, 'bin/syndisco.js'), join(dir, 'bin/syndisco'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('when a command shows its help, then at least two examples stand in it, and every line of them works', async () => {
    const at = { cwd: dir, path: join(dir, 'bin') };
    const project = join(dir, 'my-study');
    expect((await syndisco(['init', 'my-study', '--yes'], { cwd: dir })).code).toBe(0);
    await rehearse(join(project, 'syndisco.yml'));
    await makeShards(project);
    const commands = await commandsInHelp();
    // Its second example checks what `archive` has written.
    const last = commands.splice(commands.indexOf('verify'), 1);
    for (const command of [...commands, ...last]) {
      const lines = await examplesOf(command);
      expect(lines.length, command).toBeGreaterThanOrEqual(2);
      for (const line of command === 'init' ? lines.slice(1) : lines) {
        const cwd = command === 'init' ? await mkdtemp(join(dir, 'init-')) : project;
        const { code, stderr } = await inBash(line, { ...at, cwd });
        expect(code, `${line}\n${stderr}`).toBe(0);
      }
    }
  }, 480_000);

  it.each([
    [['vaildate'], 'Did you mean validate?'],
    [['run', '--max-failure', '3'], 'Did you mean --max-failures?'],
    [['init', '--exmple', 'study'], 'Did you mean --example?'],
  ])('when %j is mistyped, then the nearest word is suggested', async (args, hint) => {
    const exit = await syndisco(args);
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain(hint);
  });

  it('when there is no config in the folder, then the error says how to begin', async () => {
    const exit = await syndisco(['run'], { cwd: join(dir, 'bin') });
    expect(exit.code).toBe(66);
    expect(exit.stderr).toContain('syndisco init');
  });

  it('when validate gets a file, then it checks that file; with another one by --config, it refuses', async () => {
    const file = join(root, 'configs/scripted.yml');
    expect((await syndisco(['validate', file], { cwd: dir })).stdout).toContain('scripted.yml is valid');
    const exit = await syndisco(['validate', file, '-c', 'other.yml'], { cwd: dir });
    expect([exit.code, exit.stderr]).toEqual([64, expect.stringContaining('Two config files')]);
  });

  it.each([
    ['syndisco val', 'validate'],
    ['syndisco run --max-f', '--max-failures'],
    ['syndisco models ', 'list pull verify rm'],
    ['syndisco export --status ', 'complete partial'],
  ])('when tab is pressed in bash after "%s", then it completes to %s', async (typed, words) => {
    const { stdout: script } = await syndisco(['completion', 'bash']);
    await writeFile(join(dir, 'completion.bash'), script);
    const complete = `source completion.bash; COMP_WORDS=(${typed}${typed.endsWith(' ') ? "''" : ''}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _syndisco; echo "\${COMPREPLY[*]}"`;
    const { stdout, stderr } = await inBash(complete, { cwd: dir, path: dir });
    expect(stdout.trim(), stderr).toBe(words);
  });
});

/** What the examples of `merge` bring together. */
async function makeShards(project: string): Promise<void> {
  for (const part of [1, 2]) {
    const args = ['run', '--shard', `${part}/2`, '--set', `run_dir=parts/${part}`];
    const { code, stderr } = await syndisco(args, { cwd: project });
    expect(code, stderr).toBe(0);
  }
}

/** The same project without a model, so that an example takes no time. */
async function rehearse(config: string): Promise<void> {
  const text = await readFile(config, 'utf8');
  const rehearsed = text
    .replace('library_type: llama_cpp', 'library_type: scripted')
    .replace(/^.*model_path: .*\n/m, '');
  await writeFile(config, rehearsed);
}
