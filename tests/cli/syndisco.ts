import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface Start {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A shell script that runs the program as `"$0" "$@"`. */
  shell?: string;
}

/** Runs the built CLI and waits for its end. */
export function syndisco(args: readonly string[], start: Start = {}): Promise<Exit> {
  return startSyndisco(args, start).exit;
}

/** Starts the built CLI, for tests that talk to it while it runs. */
export function startSyndisco(args: readonly string[], start: Start = {}): Running {
  return startNode([join(root, 'bin/syndisco.js'), ...args], start);
}

export function runNode(args: readonly string[], start: Start = {}): Promise<Exit> {
  return startNode(args, start).exit;
}

interface Running {
  child: ChildProcess;
  exit: Promise<Exit>;
}

function startNode(args: readonly string[], { cwd = root, env, shell }: Start): Running {
  const [command, commandArgs] = shell
    ? ['sh', ['-c', shell, process.execPath, ...args]]
    : [process.execPath, [...args]];
  const child = spawn(command, commandArgs, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  const exit = new Promise<Exit>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...output });
    });
  });
  return { child, exit };
}

export interface Project {
  dir: string;
  config: string;
  /** Replaces a text that stands in the config; fails when it does not. */
  edit(from: string, to: string): Promise<void>;
}

/** A temporary project: a config on the scripted engine beside its personas, topics and instructions. */
export function townHallProject(): Promise<Project & AsyncDisposable> {
  return copiedProject(join(root, 'tests/town-hall/project'));
}

/** A temporary copy of a folder with a `town-hall.yml`, times included. */
export async function copiedProject(folder: string): Promise<Project & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-'));
  await cp(folder, dir, { recursive: true, preserveTimestamps: true });
  const config = join(dir, 'town-hall.yml');
  return {
    dir,
    config,
    async edit(from, to) {
      const text = await readFile(config, 'utf8');
      if (!text.includes(from)) throw new Error(`the config has no ${from}`);
      await writeFile(config, text.replace(from, to));
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

export async function writeIn(dir: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}
