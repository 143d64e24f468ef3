import { hostname } from 'node:os';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { brief } from '../../notify/brief.js';
import type { Notice } from '../../notify/notice.js';
import { redact } from '../../redact.js';
import type { Session } from '../session.js';
import { describeStatus, roughly } from '../status/describe-status.js';
import type { ToTell } from './judge-end.js';
import type { JobTally } from './tally-jobs.js';

const longestReason = 1000;

const words: Readonly<Record<ToTell['event'], string>> = {
  done: 'done',
  failed: 'failed',
  stalled: 'stalled',
  quality: 'stopped by the quality gate',
  stopped: 'stopped before everything was made; the same command continues',
};

interface Facts {
  config: ExperimentConfig;
  jobs: JobTally;
  session: Session | undefined;
}

/** The texts that placeholders stand for. */
export function composeNotice({ event, reason }: ToTell, { config, jobs, session }: Facts): Notice {
  const { name, runDir } = config;
  const status = session?.status();
  const study = status?.shard === undefined ? name : `${name} (shard ${status.shard})`;
  const elapsed = roughly(performance.now() / 1000);
  const why = brief(reason, longestReason);
  const what = why === '' ? words[event] : `${words[event]}: ${why}`;
  const counts = jobs.describe();
  const course = [...(counts === '' ? [] : [counts]), `${elapsed} on ${hostname()}`].join(', ');
  return {
    event,
    study,
    message: `${study}: ${what} (${course})`,
    status: event === 'stalled' && status ? redact(describeStatus(status)) : counts,
    done: `${jobs.done}`,
    total: `${jobs.total}`,
    elapsed,
    host: hostname(),
    run_dir: runDir,
    reason: why,
  };
}
