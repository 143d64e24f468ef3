import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../cli/syndisco.js';
import type { Town } from './town.js';

/** The built program under test: this one, or a mutant of it. */
export const program = process.env['FAULTS_PROGRAM'] ?? root;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  ms: number;
  pid: number;
}

export interface Started {
  child: ChildProcess;
  exit: Promise<Exit>;
}

interface Start {
  /** Put before `node`: a tracer, a limit. */
  wrap?: readonly string[];
  env?: NodeJS.ProcessEnv;
  command?: string;
  stdin?: 'ignore' | 'pipe';
}

/** No run takes as long on the slowest machine; one that does hangs. */
const longestMs = 600_000;

/** Starts `syndisco generate` (or another command) on the town. */
export function start(town: Town, args: readonly string[] = [], options: Start = {}): Started {
  const { wrap = [], env = {}, command = 'generate', stdin = 'ignore' } = options;
  const argv = [...wrap, process.execPath, join(program, 'bin/syndisco.js'), command, '-c', town.config, ...args];
  const startedAt = performance.now();
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    env: { ...process.env, ...town.env, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const timer = setTimeout(() => {
    output.stderr += '\nfaults: the program hangs';
    killGroup(child, 'SIGKILL');
  }, longestMs);
  const exit = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...output, ms: performance.now() - startedAt, pid: child.pid ?? 0 });
    });
  });
  return { child, exit };
}

export function run(town: Town, args: readonly string[] = [], options: Start = {}): Promise<Exit> {
  return start(town, args, options).exit;
}

export function isRunning({ child }: Pick<Started, 'child'>): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** The program and what wraps it. */
export function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
