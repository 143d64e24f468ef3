import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { NotifyConfig } from '../config/notify-config.js';
import { brief } from './brief.js';
import { limitMs, type Channel } from './channel.js';
import { fillIn } from './fill-in.js';

type Command = NonNullable<NotifyConfig['command']>;

const longestComplaint = 400;

/** Runs a program without a shell; the message is also its standard input, which is what `mail` reads. */
export function commandChannel(command: Command): Channel {
  const { program } = command;
  return {
    name: `the command ${program}`,
    check: async () => ((await isProgram(program)) ? undefined : noProgram),
    async send(notice) {
      const args = command.args.map((arg) => fillIn(arg, notice));
      try {
        return await runProgram({ ...command, args, input: `${notice.message}\n` });
      } catch (error) {
        return brief(error instanceof Error ? error.message : String(error), longestComplaint);
      }
    },
  };
}

const noProgram = 'there is no such program';

async function isProgram(program: string): Promise<boolean> {
  const folders = program.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) {
    const path = folder === '' ? program : join(folder, program);
    const isFound = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isFound) return true;
  }
  return false;
}

/**
 * In a process group of its own: a Ctrl-C is not meant for it, and if it takes too long, it is killed with all that it has
 * started. What it leaves running at its end is left: some `mail` programs send in the background.
 */
async function runProgram({ program, args, dir, input }: Command & { input: string }): Promise<string | undefined> {
  const child = spawn(program, args, { cwd: dir, detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, 10 * longestComplaint);
  });
  child.stdin.on('error', () => undefined); // a program need not read its input
  child.stdin.end(input);
  const failure = await endOf(child);
  child.stderr.destroy();
  const said = brief(complaint, longestComplaint);
  return failure === undefined || said === '' ? failure : `${failure}: ${said}`;
}

function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const kill = (): void => {
      killGroup(child);
    };
    process.once('exit', kill);
    const timer = setTimeout(() => {
      kill();
      end(`it did not end within ${limitMs / 1000} s`);
    }, limitMs);
    const end = (failure: string | undefined): void => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve(failure);
    };
    child.on('error', (error) => {
      end('code' in error && error.code === 'ENOENT' ? noProgram : error.message);
    });
    child.on('exit', (code, signal) => {
      end(code === 0 ? undefined : `it ended with ${signal ?? `exit code ${code ?? '?'}`}`);
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // All of the group has ended.
  }
}
