import { fail, type SyndiscoError } from '../../errors.js';
import type { SeenLock } from './lock-file.js';

/** Exit 75, with one line that names the holder. */
export function runBusy({ path, holder }: SeenLock): SyndiscoError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host} has held it since ${holder.since}`
    : 'its lock is being written or cannot be read';
  return fail({
    code: 'SYNDISCO_RUN_BUSY',
    what: `The run directory is in use: ${who}`,
    todo: 'Wait for that process to finish or stop it, then run the same command again.',
    where: { file: path },
  });
}
