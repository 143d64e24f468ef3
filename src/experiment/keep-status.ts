import { hostname } from 'node:os';
import type { Status } from '../generated/status.js';
import type { RunStore } from '../store/run-store.js';
import { messageOf } from '../run/request-failed.js';
import type { Progress, ProgressListener } from '../run/progress.js';
import type { RunLog } from '../run/run-log.js';
import type { StopRequest } from '../run/stop-request.js';

export interface StatusKeeper {
  tell: ProgressListener;
  /** Writes the last status. Never throws. */
  end(exitCode: number | null): Promise<void>;
}

interface Kept {
  store: Pick<RunStore, 'replaceFile'>;
  log: Pick<RunLog, 'warn'>;
  stop: StopRequest;
  /** The named annotation set that is made. */
  set: string | undefined;
  now: () => Date;
  /** The shortest time between two writes. */
  everyMs: number;
}

/** Updates status.json, which is for people only; the program never reads it. Warns only the first time a write fails. */
export function keepStatus({ store, log, stop, set, now, everyMs }: Kept): StatusKeeper {
  const progress = new Map<Progress['kind'], Progress>();
  let writtenAt = performance.now();
  let writing: Promise<void> = Promise.resolve();
  let isTold = false;

  async function write(state: Status['state'], exitCode: number | null): Promise<void> {
    const at = now().toISOString();
    const known = [...progress.values()];
    const of = set === undefined ? {} : { annotation_set: set };
    const who = { host: hostname(), pid: process.pid };
    const status: Status = { at, ...of, ...who, state, exit_code: exitCode, progress: known };
    try {
      await store.replaceFile('status.json', [`${JSON.stringify(status, null, 2)}\n`]);
    } catch (error) {
      if (!isTold) log.warn(`cannot write status.json: ${messageOf(error)}`);
      isTold = true;
    }
  }

  return {
    tell(changed) {
      progress.set(changed.kind, { ...changed });
      if (performance.now() - writtenAt < everyMs) return;
      writtenAt = performance.now();
      writing = writing.then(() => write(stop.requested ? 'stopping' : 'running', null));
    },
    end(exitCode) {
      writing = writing.then(() => write('ended', exitCode));
      return writing;
    },
  };
}
