import { execFileSync } from 'node:child_process';
import type { Need } from './row.js';

/** What of it this machine lacks. */
export function missing(needs: readonly Need[]): Need[] {
  return needs.filter((need) => !isThere(need));
}

function isThere(need: Need): boolean {
  if (need === 'root') return canMount();
  try {
    execFileSync(need, ['--version'], { stdio: 'ignore' });
    return need !== 'strace' || canTrace();
  } catch {
    return false;
  }
}

/** In many containers root may not mount. */
function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canTrace(): boolean {
  execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
  return true;
}
