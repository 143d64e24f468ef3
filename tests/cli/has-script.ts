import { execFileSync } from 'node:child_process';

/** Whether there is util-linux's `script`, which makes a terminal; without it, only a user's machine may skip a test. */
export const lacksScript = !hasScript() && process.env['CI'] === undefined;

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8', stdio: 'pipe' }).includes('util-linux');
  } catch {
    return false;
  }
}
