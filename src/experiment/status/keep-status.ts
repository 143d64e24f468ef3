import type { Status } from '../../generated/status.js';
import { redact } from '../../redact.js';
import { messageOf } from '../../run/request-failed.js';
import type { RunLog } from '../../run/run-log.js';
import type { RunStore } from '../../store/run-store.js';
import { statusFile } from '../../store/records/status-file.js';
import type { RunWatch } from './watch-run.js';

export interface StatusKeeper {
  /** Writes the last status. Never throws. */
  end(exitCode: number | null, error?: unknown): Promise<void>;
}

const lookEveryMs = 1000;
/** The first writes tell that the run has begun and with what, which nobody should have to wait for. */
const promptWrites = 3;

interface Kept {
  watch: RunWatch;
  store: Pick<RunStore, 'replaceFile'>;
  log: Pick<RunLog, 'warn'>;
  /** The shortest time between two writes, after the first ones. */
  everyMs: number;
}

/**
 * Writes the status at once, and again while something happens. It is for people only: no run depends on it. Warns only
 * the first time that a write fails.
 */
export function keepStatus({ watch, store, log, everyMs }: Kept): StatusKeeper {
  const { shard } = watch.now();
  let written = -1;
  let writtenAt = 0;
  let writes = 0;
  let writing: Promise<void> = Promise.resolve();
  let isTold = false;
  const write = async (end: Partial<Status>): Promise<void> => {
    written = watch.changes;
    writtenAt = performance.now();
    writes += 1;
    try {
      await store.replaceFile(statusFile(shard), [`${JSON.stringify({ ...watch.now(), ...end }, null, 2)}\n`]);
    } catch (error) {
      if (!isTold) log.warn(`cannot write ${statusFile(shard)}: ${messageOf(error)}`);
      isTold = true;
    }
  };
  const writeNext = (end: Partial<Status> = {}): Promise<void> => (writing = writing.then(() => write(end)));
  void writeNext();
  const timer = setInterval(() => {
    const isDue = writes < promptWrites || performance.now() - writtenAt >= everyMs;
    if (isDue && watch.changes !== written) void writeNext();
  }, lookEveryMs).unref();
  return {
    end(exitCode, error) {
      clearInterval(timer);
      const why = error === undefined ? {} : { error: redact(messageOf(error)) };
      return writeNext({ state: 'ended', exit_code: exitCode, ...why });
    },
  };
}
