import type { Status, StatusProgress } from '../../generated/status.js';
import { jobKinds } from '../../job-kinds.js';
import { secondsBetween } from './seconds-between.js';
import { stalledSeconds } from './stalled-seconds.js';

/** `36 of 60 turns · 1 failed · 41 tok/s · about 6 min left`: the same words on a terminal, in a log and in `status`. */
export function describeStatus(status: Status, now = new Date()): string {
  return [...describeCounts(status), ...describePace(status), ...describeTroubles(status, now)].join(' · ');
}

/** What is done, of the kind of job that is being made. */
function describeCounts({ progress, loading }: Status): string[] {
  const current = progress.at(-1);
  if (!current) return ['starting'];
  const failed = current.failed > 0 ? [`${current.failed} failed`] : [];
  return [describeTurns(current), ...failed, ...(loading ? ['loading the model'] : [])];
}

/** How fast it goes, how long it will take, and what it costs. */
export function describePace(status: Status): string[] {
  const { progress, seconds_left: left, token_ceiling: ceiling } = status;
  const remark = progress.at(-1)?.remark;
  return [
    ...describeSpeed(status),
    ...(left === undefined ? [] : [`about ${roughly(left)} left`]),
    ...(ceiling ? [`${inShort(ceiling.used)} of ${inShort(ceiling.limit)} tokens`] : []),
    ...(remark === undefined ? [] : [remark]),
  ];
}

/** Silence, and servers that do not answer. */
export function describeTroubles(status: Status, now: Date): string[] {
  const { servers = [] } = status;
  const stalled = stalledSeconds(status, now);
  return [
    ...(stalled === undefined ? [] : [`nothing has happened for ${roughly(stalled)}`]),
    ...servers.map(({ url, since: from }) => `${url} has not answered for ${roughly(secondsBetween(from, now))}`),
  ];
}

export function describeTurns({ kind, done, total, turns }: StatusProgress): string {
  const { plural, unit } = jobKinds[kind];
  return turns ? `${turns.done} of ${turns.total} ${unit}` : `${done} of ${total} ${plural}`;
}

function describeSpeed({ turns_per_second: turns = 0, tokens_per_second: tokens = 0 }: Status): string[] {
  if (tokens >= 1) return [`${Math.round(tokens)} tok/s`];
  if (turns >= 0.1) return [`${turns.toFixed(1)} per second`];
  return turns > 0 ? [`${(60 * turns).toFixed(1)} per minute`] : [];
}

/** `40 s`, `6 min`, `3.5 h`, `2.1 days`: a length of time as people say it. */
export function roughly(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return seconds < 36 * 3600
    ? `${Number((seconds / 3600).toFixed(1))} h`
    : `${Number((seconds / 86_400).toFixed(1))} days`;
}

/** `950`, `41k`, `1.2M`. */
export function inShort(count: number): string {
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}
